import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';
import { listOfGames } from '../../../server/dev/vite-config.ts';

/** A fixture that builds the stories of a folder in test/browser and serves them on a free port. */
export function storiesIn(folder: string) {
  return async ({}, { onCleanup }: { onCleanup(close: () => Promise<void>): void }): Promise<{ url: string }> => {
    const outDir = await mkdtemp(join(tmpdir(), 'stories-'));
    const root = join(import.meta.dirname, '..', folder);
    const quietly = { configFile: false, root, logLevel: 'error' } as const;
    await build({ ...quietly, plugins: [listOfGames], build: { outDir, minify: false } });
    const server = await preview({ ...quietly, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
    onCleanup(async () => {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    });
    const url = server.resolvedUrls?.local[0];
    if (!url) throw new Error('the stories have no address');
    return { url };
  };
}
