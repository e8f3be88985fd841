/** How Vite builds the pages: the client of Greenroom with the games of a project. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { InlineConfig, Plugin } from 'vite';
import { app } from '../../package/project.ts';
import { CODE, PROJECT } from '../folders.ts';

const CONFIG = join(PROJECT, 'greenroom.config.ts');
/** The module that stands for the list of games. */
const LIST = /\/package\/project\.[jt]s$/;
/** The name of the site in the document, before its scripts run. */
const NAME = /(<title>|<noscript>|application-name" content=")Greenroom/g;
/** The parts of a game that pages never load: they are for tools. */
const NO_PAGE_PARTS: ReadonlySet<string> = new Set(['networkBots', 'stateProbe', 'invariants', 'league']);

/**
 * The configuration for `vite build`, and for the middleware of a server in development. What is built runs below any path: all
 * it loads is relative to what loads it. The manifest tells which script loads which.
 */
export function viteConfig(): InlineConfig {
  return {
    configFile: false,
    root: join(CODE, 'client'),
    base: './',
    cacheDir: join(PROJECT, 'node_modules/.vite'),
    plugins: [listOfGames, precompressed],
    // The pages are Preact's, whatever a project's tsconfig.json says.
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    resolve: { dedupe: ['preact', '@colyseus/schema', 'zod'] },
    build: {
      outDir: join(PROJECT, 'dist/client'),
      emptyOutDir: true,
      manifest: true,
      chunkSizeWarningLimit: 600,
      rolldownOptions: {
        checks: { pluginTimings: false },
        output: { chunkFileNames: ({ moduleIds }) => `assets/${nameOf(moduleIds)}-[hash].js` },
      },
    },
    logLevel: 'warn',
  };
}

/** Puts the project's list of games in its place, without the parts that pages do not load. */
export const listOfGames: Plugin = {
  name: 'list of games',
  enforce: 'pre',
  resolveId: (source) => (LIST.test(source) ? CONFIG : undefined),
  load(id) {
    return id === CONFIG ? readFile(CONFIG, 'utf8').then(withoutParts) : undefined;
  },
  transformIndexHtml: (document) => document.replaceAll(NAME, `$1${escapeHtml(app.title ?? 'Greenroom')}`),
};

/** Blanks the values of these parts, so that lines and columns stay. */
async function withoutParts(code: string): Promise<string> {
  const { parseSync } = await import('vite');
  let left = code;
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (isPart(node)) {
      const { start, end } = node.value;
      left = left.slice(0, start) + 'undefined'.padEnd(end - start) + left.slice(end);
    } else {
      for (const child of Object.values(node)) visit(child);
    }
  };
  visit(parseSync(CONFIG, code).program);
  return left;
}

/** Whether a node of the syntax tree is a property with a part that pages do not load. */
function isPart(node: object): node is { readonly value: { readonly start: number; readonly end: number } } {
  const { type, key } = node as { type?: string; key?: { name?: string } };
  return type === 'Property' && NO_PAGE_PARTS.has(key?.name ?? '');
}

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

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Code of a game is named after it: `arena-game`, `arena-bot`. */
function nameOf(modules: readonly string[]): string {
  for (const path of modules) {
    const [, game, part] = /\/games\/([^/]+)\/(game|bot)\.ts$/.exec(path) ?? [];
    if (game !== undefined) return `${game}-${part}`;
  }
  return '[name]';
}
