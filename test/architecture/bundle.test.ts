import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { scriptsFrom, sourcesOfOthers, type Manifest } from './bundle.ts';

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
  return scriptsFrom(manifest, ENTRY, [REPLAY, PRACTICE, ...sourcesOfOthers(manifest, 'liars-dice')]);
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
  const manifest = readManifest();
  const first = firstScripts(manifest);
  const pages = [REPLAY, PRACTICE, viewOf('arena')].filter((each) => each !== page);
  const all = scriptsFrom(manifest, page, [...pages, ...sourcesOfOthers(manifest, game)]);
  const scripts = [...all].filter((file) => !first.has(file));
  expect(scripts.length).toBeGreaterThan(0);
  expect(compressedKb(scripts)).toBeLessThanOrEqual(most);
});

it('a game that is added changes none of this: it is loaded by those who play it', () => {
  const manifest: Manifest = {
    [ENTRY]: {
      file: 'entry.js',
      imports: ['_shared.js'],
      dynamicImports: [REPLAY, PRACTICE, viewOf('liars-dice'), viewOf('chess')],
    },
    '_shared.js': { file: 'shared.js' },
    [viewOf('liars-dice')]: { file: 'dice.js' },
    [viewOf('chess')]: { file: 'chess.js', imports: ['_board.js'] },
    '_board.js': { file: 'board.js' },
    [REPLAY]: {
      file: 'replay.js',
      dynamicImports: ['../shared/games/chess/index.ts', '../shared/games/liars-dice/game.ts'],
    },
    [PRACTICE]: { file: 'practice.js' },
    '../shared/games/chess/index.ts': { file: 'chess-rules.js' },
    '../shared/games/liars-dice/game.ts': { file: 'dice-rules.js' },
  };
  expect([...firstScripts(manifest)].sort()).toEqual(['dice.js', 'entry.js', 'shared.js']);
  const replay = scriptsFrom(manifest, REPLAY, sourcesOfOthers(manifest, 'liars-dice'));
  expect([...replay].sort()).toEqual(['dice-rules.js', 'replay.js']);
});
