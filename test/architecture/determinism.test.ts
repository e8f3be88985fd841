import { describe, expect, it } from 'vitest';
import { moduleStateOf, readSources, referencesOf, type Source } from './source.ts';

/** Clocks, chance, timers, I/O and whatever depends on the garbage collector: a script's world is its room. */
const BANNED = new Set([
  ...['Date', 'performance', 'Temporal', 'Math.random', 'crypto'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'requestIdleCallback'],
  ...['fetch', 'WebSocket', 'XMLHttpRequest', 'Worker', 'MessageChannel', 'BroadcastChannel', 'Atomics'],
  ...['window', 'document', 'navigator', 'localStorage', 'sessionStorage', 'indexedDB', 'globalThis'],
  ...['process', 'Buffer', 'require', 'console', 'import()', 'eval', 'WeakRef', 'FinalizationRegistry'],
]);

/** What reaches for the host on purpose: the one door to it, and the traps that close all the others to scripts. */
const DOORS = new Set(['shared/runtime/platform.ts', 'shared/runtime/traps.ts']);

const runtimeAndGames = readSources('shared/{runtime,games}/**/*.ts').filter(({ path }) => !DOORS.has(path));
const games = readSources('shared/games/**/*.ts');

function bannedIn(source: Source): string[] {
  return referencesOf(source)
    .filter(({ name }) => BANNED.has(name))
    .map(({ name, line }) => `${source.path}:${line} uses ${name}`);
}

function stateIn(source: Source): string[] {
  return moduleStateOf(source).map(({ name, line }) => `${source.path}:${line} has a module-level ${name}`);
}

const sample = (text: string): Source => ({ path: 'shared/games/sample.ts', text });

describe('no clock, chance, timer, I/O, Node or DOM in shared/runtime and shared/games', () => {
  it('holds', () => {
    expect(runtimeAndGames.flatMap(bannedIn)).toEqual([]);
  });

  it.each([
    'const now = Date.now();',
    'const roll = Math.random();',
    'const later = (then: () => void) => setTimeout(then, 5);',
    'const ask = async () => await fetch("/");',
    'const load = () => import("./rules.ts");',
    'const host = { clock: performance };',
    'const all = { Date };',
  ])('catches %s', (text) => {
    expect(bannedIn(sample(text))).not.toEqual([]);
  });

  it.each(['room.random.int(1, 6);', 'const date = { Date: 1 }.Date;', 'Math.floor(room.now);'])(
    'allows %s',
    (text) => {
      expect(bannedIn(sample(text))).toEqual([]);
    },
  );
});

describe('no module-level mutable state in shared/games', () => {
  it('holds', () => {
    expect(games.flatMap(stateIn)).toEqual([]);
  });

  it.each(['let round = 0;', 'export let winner: string;', 'var seats = [];'])('catches %s', (text) => {
    expect(stateIn(sample(text))).not.toEqual([]);
  });

  it.each(['const MAX = 6;', 'export function play() { let round = 0; return round; }'])('allows %s', (text) => {
    expect(stateIn(sample(text))).toEqual([]);
  });
});
