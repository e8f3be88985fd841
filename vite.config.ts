import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const GAMES = join(import.meta.dirname, 'greenroom.config.ts');
/** In place of a part that pages have no use for. */
const NO_PART = '\0no-part';

/** Compresses text as well as it can be, beside what it compresses: the server has no time for that. */
const precompressed: Plugin = {
  name: 'precompressed',
  apply: 'build',
  async writeBundle({ dir = '' }, bundle) {
    const names = Object.keys(bundle).filter((name) => /^assets\/.*\.(js|css|svg)$/.test(name));
    const compress = async (path: string): Promise<void> => {
      const bytes = await readFile(path);
      await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes));
      await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
    };
    await Promise.all(names.map((name) => compress(join(dir, name))));
  },
};

/** The list of games names parts for servers and tools too. Pages never load them, so they are left out. */
const onlyPageParts: Plugin = {
  name: 'only page parts',
  enforce: 'pre',
  resolveId(source, importer) {
    const isPart = importer === GAMES && source.startsWith('./');
    return isPart && !/^\.\/(client|shared)\//.test(source) ? NO_PART : undefined;
  },
  load: (id) => (id === NO_PART ? 'export {};' : undefined),
};

/** Code of a game is named after it: `arena-game`, `arena-bot`. */
function nameOf(modules: readonly string[]): string {
  for (const path of modules) {
    const [, game, part] = /\/shared\/games\/([^/]+)\/(game|bot)\.ts$/.exec(path) ?? [];
    if (game !== undefined) return `${game}-${part}`;
  }
  return '[name]';
}

/**
 * The browser client, built into what the server serves, below any path: all it loads is relative to what loads it. The manifest
 * tells which script loads which.
 */
export default defineConfig({
  root: join(import.meta.dirname, 'client'),
  base: './',
  plugins: [onlyPageParts, precompressed],
  build: {
    outDir: join(import.meta.dirname, 'dist/client'),
    emptyOutDir: true,
    manifest: true,
    chunkSizeWarningLimit: 600,
    rolldownOptions: { output: { chunkFileNames: ({ moduleIds }) => `assets/${nameOf(moduleIds)}-[hash].js` } },
  },
});
