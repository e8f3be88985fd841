import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

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

/**
 * The browser client, built into what the server serves, below any path: all it loads is relative to what loads it. The manifest
 * tells which script loads which.
 */
export default defineConfig({
  root: join(import.meta.dirname, 'client'),
  base: './',
  plugins: [precompressed],
  build: {
    outDir: join(import.meta.dirname, 'dist/client'),
    emptyOutDir: true,
    manifest: true,
    chunkSizeWarningLimit: 600,
  },
});
