import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';

export interface StoryServer {
  url: string;
  stop(): Promise<void>;
}

/** Builds the stories of a folder and serves them on a free port. */
export async function startStories(root: string = import.meta.dirname): Promise<StoryServer> {
  const outDir = await mkdtemp(join(tmpdir(), 'stories-'));
  const quietly = { configFile: false, root, logLevel: 'error' } as const;
  await build({ ...quietly, build: { outDir, minify: false } });
  const server = await preview({ ...quietly, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('the stories have no address');
  return {
    url,
    async stop() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
