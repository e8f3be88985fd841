import { expect, it } from 'vitest';
import { readSources, referencesOf, type Source } from './source.ts';

/** Their very access throws where cookies are blocked, and in sandboxed and third-party frames. */
const GUARDED = new Set([
  ...['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore', 'BroadcastChannel', 'SharedWorker'],
  ...['navigator.locks', 'navigator.storage', 'navigator.serviceWorker', 'document.cookie', 'window.name'],
  ...['window.localStorage', 'window.sessionStorage', 'window.indexedDB', 'window.caches'],
  ...['globalThis.localStorage', 'globalThis.sessionStorage', 'globalThis.indexedDB', 'globalThis.caches'],
]);
const HOME = 'client/storage.ts';

function reachesFor(source: Source): string[] {
  return referencesOf(source)
    .filter(({ name }) => GUARDED.has(name))
    .map(({ name, line }) => `${source.path}:${line} reaches for ${name}`);
}

it('in the client one module reaches for what the browser keeps', () => {
  const sources = readSources('client/**/*.{ts,tsx}').filter(({ path }) => path !== HOME);
  expect(sources.flatMap(reachesFor)).toEqual([]);
});

it.each([
  `localStorage.setItem('a', 'b');`,
  `const { length } = sessionStorage;`,
  `void navigator.locks.request('a', () => {});`,
  `new BroadcastChannel('a');`,
  `const open = () => window.indexedDB;`,
])('catches a module that does so itself: %s', (text) => {
  expect(reachesFor({ path: 'client/x.ts', text })).toHaveLength(1);
});
