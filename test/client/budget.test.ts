import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

const BUDGET_BYTES = 150 * 1024;

it('the lobby and Liar’s Dice together are at most 150 KB of compressed script', { timeout: 60_000 }, async () => {
  const built = await build({
    configFile: join(import.meta.dirname, '../../vite.config.ts'),
    logLevel: 'error',
    build: { write: false },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) => ('output' in each ? each.output : []));
  const chunks = outputs.filter((each): each is Rolldown.OutputChunk => each.type === 'chunk');
  const needed = chunks.filter((chunk) => !isOtherGame(chunk));
  const sizes = needed.map(({ fileName, code }) => ({ fileName, bytes: gzipSync(code, { level: 9 }).length }));

  // The networking, the game and the page itself must be among what is measured.
  expect(sizes.map(({ fileName }) => fileName).join(' ')).toMatch(
    /index.*liars-dice.*network|liars-dice.*index.*network|network/,
  );
  expect(sizes.length).toBeGreaterThanOrEqual(3);
  expect(sizes.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(BUDGET_BYTES);
});

/** Loaded when a table of that game is opened, and not before. */
function isOtherGame({ facadeModuleId }: Rolldown.OutputChunk): boolean {
  const game = /client\/games\/([^/]+)\//.exec(facadeModuleId ?? '')?.[1];
  return game !== undefined && game !== 'liars-dice';
}
