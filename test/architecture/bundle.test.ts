import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const dist = join(import.meta.dirname, '../../dist/client');

/** A script of the build, and what it loads: at once, and later. */
interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
}

const ENTRY = 'index.html';
const REPLAY = 'replay/replay-page.tsx';
const PRACTICE = 'practice/practice-page.tsx';
const ARENA = 'games/arena/index.ts';

/** The scripts that a page may load, from `from` on; what lies behind `without` is another page's. */
function scriptsFrom(from: string, ...without: string[]): Set<string> {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  const found = new Set<string>();
  const queue = [from];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`the build has no ${name}`);
    if (without.includes(name) || found.has(chunk.file)) continue;
    found.add(chunk.file);
    queue.push(...(chunk.imports ?? []), ...(chunk.dynamicImports ?? []));
  }
  return found;
}

function compressedKb(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0) / 1_000;
}

it('the lobby and a table of dice load at most 150 KB of scripts, compressed', () => {
  const scripts = scriptsFrom(ENTRY, REPLAY, PRACTICE, ARENA);
  expect(scripts.size).toBeGreaterThan(2);
  expect(compressedKb(scripts)).toBeLessThanOrEqual(150);
});

it.each([
  ['a replay', REPLAY, 100],
  ['practice', PRACTICE, 100],
  ['the arena', ARENA, 180],
])('the page of %s loads no more than it may beside them', (_, page, most) => {
  const pages = [REPLAY, PRACTICE, ARENA];
  const others = scriptsFrom(ENTRY, ...pages);
  const scripts = [...scriptsFrom(page, ...pages.filter((each) => each !== page))].filter((file) => !others.has(file));
  expect(scripts.length).toBeGreaterThan(2);
  expect(compressedKb(scripts)).toBeLessThanOrEqual(most);
});
