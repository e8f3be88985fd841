import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { gameParts, scriptsFrom, type Manifest } from './bundle.ts';

const dist = join(import.meta.dirname, '../../dist/client');

const ENTRY = 'index.html';
const REPLAY = 'replay/replay-page.tsx';
const PRACTICE = 'practice/practice-page.tsx';
const viewOf = (game: string): string => `games/${game}/index.ts`;

function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
}

function compressedKb(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0) / 1_000;
}

/** What the lobby and a table of dice load. */
function firstScripts(manifest: Manifest): Set<string> {
  const without = gameParts(manifest).filter(({ game, isCode }) => isCode || game !== 'liars-dice');
  return scriptsFrom(manifest, [ENTRY], [REPLAY, PRACTICE, ...without.map(({ name }) => name)]);
}

/** What a page of a game loads, beside the scripts that are there already. */
function laterScripts(manifest: Manifest, page: string, game: string): string[] {
  const parts = gameParts(manifest);
  const others = parts.filter((part) => part.game !== game).map(({ name }) => name);
  const code = parts.filter((part) => part.game === game && part.isCode).map(({ name }) => name);
  const from = page === viewOf(game) ? [page] : [page, ...code];
  // The entry is there, and all that it might load later is no matter of this page.
  const pages = [ENTRY, REPLAY, PRACTICE].filter((each) => each !== page);
  const all = scriptsFrom(manifest, from, [...pages, ...others]);
  const first = firstScripts(manifest);
  return [...all].filter((file) => !first.has(file));
}

it('the lobby and a table of dice load at most 150 KB of scripts, compressed', () => {
  const scripts = firstScripts(readManifest());
  expect(scripts.size).toBeGreaterThan(2);
  expect(compressedKb(scripts)).toBeLessThanOrEqual(150);
});

it.each([
  ['a replay of dice', REPLAY, 'liars-dice', 100],
  ['a replay of the arena', REPLAY, 'arena', 100],
  ['practice of dice', PRACTICE, 'liars-dice', 100],
  ['practice of the arena', PRACTICE, 'arena', 100],
  ['the arena', viewOf('arena'), 'arena', 180],
])('the page of %s loads no more than it may beside them', (_, page, game, most) => {
  const scripts = laterScripts(readManifest(), page, game);
  expect(scripts.length).toBeGreaterThan(0);
  expect(compressedKb(scripts)).toBeLessThanOrEqual(most);
});

it('a game that is added changes none of this: it is loaded by those who play it', () => {
  const manifest: Manifest = {
    [ENTRY]: {
      file: 'entry.js',
      imports: ['_shared.js'],
      dynamicImports: [REPLAY, PRACTICE, viewOf('liars-dice'), viewOf('chess'), '_dice.js', '_chess.js'],
    },
    '_shared.js': { file: 'shared.js' },
    [viewOf('liars-dice')]: { file: 'dice.js' },
    [viewOf('chess')]: { file: 'chess.js', imports: ['_board.js'] },
    '_board.js': { file: 'board.js' },
    '_dice.js': { file: 'assets/liars-dice-game-12345678.js' },
    '_chess.js': { file: 'assets/chess-game-12345678.js' },
    [REPLAY]: { file: 'replay.js' },
    [PRACTICE]: { file: 'practice.js' },
  };
  expect([...firstScripts(manifest)].sort()).toEqual(['dice.js', 'entry.js', 'shared.js']);
  const replay = laterScripts(manifest, REPLAY, 'liars-dice');
  expect(replay.sort()).toEqual(['assets/liars-dice-game-12345678.js', 'replay.js']);
});
