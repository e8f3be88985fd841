/** The product as an operator starts it: what it loads, what it shows, and whom it warns. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { warnOfRoot } from '../../server/warn-of-root.ts';
import { formsOf } from './dev/forms.ts';
import { ask } from './dev/raw-request.ts';
import { newFolder } from './journal/folder.ts';
import { run } from './product.ts';

const PROJECT = join(import.meta.dirname, '../..');
const BUNDLE = join(PROJECT, 'dist/client');
const ROOT_WARNING = 'server runs as root';

it('no file outside of the built client is shown, and none of it that has a dot in front', async () => {
  const data = newFolder();
  const server = run({ PORT: '0', DATA_DIR: data });
  const port = Number(new URL(await server.opened()).port);
  const files = [
    ...['package.json', 'server/main.ts', 'client/main.tsx', '.npmrc', 'node_modules/.package-lock.json'],
    ...['dist/client/.vite/manifest.json', 'dist/secret.txt'],
  ].map((path) => join(PROJECT, path));
  const document = (await ask(port, '/')).body;
  expect(document).toContain('<div id="app">');
  const shown: string[] = [];
  for (const file of [...files, join(data, 'greenroom.db')]) {
    for (const form of formsOf(file, BUNDLE)) {
      const { status, body } = await ask(port, form);
      // Pages of the client have any address that is no file's, and all are one document.
      if (status < 400 && body !== document) shown.push(`${status} ${form}`);
    }
  }
  expect(shown).toEqual([]);
});

it('nothing is loaded that only developers need', async () => {
  const { devDependencies } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const listing = `import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) { console.error('LOADED ' + url); return next(url, context); } });`;
  const server = run({ PORT: '0', NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(listing)}` });
  await fetch(await server.opened());
  server.child.kill('SIGTERM');
  const { err } = await server.ended;
  const loaded = new Set(
    Array.from(err.matchAll(/^LOADED .*\/node_modules\/((?:@[^/]+\/)?[^/]+)/gm), ([, name = '']) => name),
  );
  expect(loaded).toContain('express');
  expect(
    [...loaded].filter((name) => name in devDependencies || name === 'vite' || name === '@colyseus/playground'),
  ).toEqual([]);
});

it.skipIf(process.getuid === undefined)('a server that runs as root says so once, in production alone', async () => {
  const isRoot = process.getuid?.() === 0;
  for (const [NODE_ENV, times] of [
    ['production', isRoot ? 1 : 0],
    ['test', 0],
  ] as const) {
    const server = run({ PORT: '0', NODE_ENV });
    await server.opened();
    server.child.kill('SIGTERM');
    const { err } = await server.ended;
    expect(err.split(ROOT_WARNING).length - 1).toBe(times);
  }
});

it('only root is warned of itself', () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line) => void lines.push(line) });
  for (const userId of [1_000, undefined]) warnOfRoot(log, userId);
  expect(lines).toEqual([]);
  warnOfRoot(log, 0);
  expect(lines.join('')).toContain(ROOT_WARNING);
});
