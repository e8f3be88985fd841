import { join } from 'node:path';
import { defineConfig } from 'vite';

/**
 * The browser client, built into what the server serves, below any path: all it loads is relative to what loads it. The manifest
 * tells which script loads which.
 */
export default defineConfig({
  root: join(import.meta.dirname, 'client'),
  base: './',
  build: {
    outDir: join(import.meta.dirname, 'dist/client'),
    emptyOutDir: true,
    manifest: true,
    chunkSizeWarningLimit: 600,
  },
});
