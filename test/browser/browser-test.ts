import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { ServerProcess, WHEN_BUSY } from '../support/server-process.ts';

const executablePath = findChromium();
const mayBeMissing = !process.env.REQUIRE_BROWSER;

/** Starts a server without an operator's password, as most users do. */
export function startServer(env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
  return ServerProcess.open({ env: { OPERATOR_PASSWORD: undefined, ...WHEN_BUSY, ...env } });
}

/** The fixture `server` with these variables in its environment. */
export function serverWith(env?: NodeJS.ProcessEnv) {
  return async ({}, { onCleanup }: { onCleanup(close: () => Promise<void>): void }): Promise<ServerProcess> => {
    const server = await startServer(env);
    onCleanup(() => server.close());
    return server;
  };
}

/**
 * A test in a real browser against the running product. Without Chromium it is skipped, or fails if `REQUIRE_BROWSER` is set. Its
 * fixtures: `server` (one process per test file), `visitor(options)`, which is a new browser profile, and `open(path, options)`, which
 * opens a page of the server as a new visitor. A test fails if one of the pages in `open` throws, or loads anything from another origin.
 *
 * @example browserTest('the lobby opens', async ({ open }) => { const page = await open('/', devices['Pixel 7']); … });
 */
export const browserTest = test
  .extend('needsChromium', { auto: true }, ({ skip }) => {
    skip(!executablePath && mayBeMissing, 'Chromium is missing');
  })
  .extend('browser', { scope: 'worker' }, async ({}, { onCleanup }) => {
    if (!executablePath) throw new Error('Chromium is missing: install it, or name it in CHROMIUM.');
    // Chromium's sandbox does not work for root, as in most containers; the pages are our own.
    // Without a graphics card WebGL is rendered by the processor.
    const args = ['--no-sandbox', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];
    const browser = await chromium.launch({ executablePath, args, timeout: 100_000 });
    onCleanup(() => browser.close());
    return browser;
  })
  .extend('server', { scope: 'file' }, serverWith())
  .extend('errors', ({}, { onCleanup }) => {
    const errors: Error[] = [];
    onCleanup(() => {
      if (errors.length > 0) throw new AggregateError(errors, `On a page: ${errors.map(String).join(', ')}`);
    });
    return errors;
  })
  .extend('visitor', async ({ browser }, { onCleanup }) => {
    const contexts: BrowserContext[] = [];
    onCleanup(async () => void (await Promise.all(contexts.map((context) => context.close()))));
    return async (options?: BrowserContextOptions): Promise<BrowserContext> => {
      const context = await browser.newContext(options);
      // Pages are slow on a machine under load.
      context.setDefaultTimeout(90_000);
      contexts.push(context);
      return context;
    };
  })
  .extend('open', ({ visitor, server, errors }) => {
    return async (path: string, options: BrowserContextOptions = {}): Promise<Page> => {
      const context = await visitor({ baseURL: server.url, ...options });
      const page = await context.newPage();
      page.on('pageerror', (error) => errors.push(error));
      page.on('request', (request) => {
        const { origin } = new URL(request.url());
        if (origin !== server.url && origin !== 'null') errors.push(new Error(`loads ${request.url()}`));
      });
      await page.goto(path);
      return page;
    };
  });
