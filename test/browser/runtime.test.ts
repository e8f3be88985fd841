import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { expect } from 'vitest';
import { browserTest } from './browser-test.ts';
import { wholeMatch } from './whole-match.ts';

/** The program and the runtime as one script that declares the global `program`. */
async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('whole-match.ts', import.meta.url));
  const lib = { entry, formats: ['iife' as const], name: 'program' };
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, target: 'es2024', lib },
  });
  const [{ output }] = built as Rolldown.RolldownOutput[] as [Rolldown.RolldownOutput];
  return output[0].code;
}

browserTest(
  'a room runs in a browser as it does on Node: a whole match with bots comes out the same, tick by tick',
  async ({ open }) => {
    const page = await open('/');
    // Not a script tag: the page's Content-Security-Policy forbids inline scripts.
    await page.evaluate(await bundle());
    const inBrowser = await page.evaluate<string[]>('program.wholeMatch(7)');
    expect(inBrowser).toEqual(await wholeMatch(7));
    expect(inBrowser.length).toBeGreaterThan(50);
  },
);
