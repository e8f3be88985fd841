import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';
import { test } from 'vitest';
import { findChromium } from './chromium.ts';
import { ServerProcess, WHEN_BUSY } from '../support/server-process.ts';

const executablePath = findChromium();
const mayBeMissing = !process.env.REQUIRE_BROWSER;

/** Starts a server without an operator's password, as most users do. */
export function startServer(env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
  return ServerProcess.open({ env: { OPERATOR_PASSWORD: undefined, ...WHEN_BUSY, ...env } });
}

/**
 * A test in a real browser against the running product. Without Chromium it is skipped by name, or fails where
 * `REQUIRE_BROWSER` is set. Its fixtures: `server` (one process per test file) and `open(path, options)`, which opens
 * a page as a new visitor. A test fails if one of its pages throws, or loads anything from another origin.
 *
 * @example browserTest('the lobby opens', async ({ open }) => { const page = await open('/', devices['Pixel 7']); … });
 */
export const browserTest = test
  .extend('needsChromium', { auto: true }, ({ skip }) => {
    skip(!executablePath && mayBeMissing, 'Chromium is missing');
  })
  .extend('browser', { scope: 'worker' }, async ({}, { onCleanup }) => {
    if (!executablePath) throw new Error('Chromium is missing: install it, or name it in CHROMIUM.');
    // Containers often run as root, where Chromium's sandbox does not; the pages are our own.
    // Without a graphics card WebGL is drawn by the processor.
    const args = ['--no-sandbox', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];
    const browser = await chromium.launch({ executablePath, args, timeout: 100_000 });
    onCleanup(() => browser.close());
    return browser;
  })
  .extend('server', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await startServer();
    onCleanup(() => server.close());
    return server;
  })
  .extend('open', async ({ browser, server }, { onCleanup }) => {
    const wrong: Error[] = [];
    const close: (() => Promise<void>)[] = [];
    onCleanup(async () => {
      await Promise.all(close.map((each) => each()));
      if (wrong.length > 0) throw new AggregateError(wrong, `On a page: ${wrong.map(String).join(', ')}`);
    });
    return async (path: string, options: BrowserContextOptions = {}): Promise<Page> => {
      const context = await browser.newContext({ baseURL: server.url, ...options });
      // A machine under load may take long for a page.
      context.setDefaultTimeout(90_000);
      close.push(() => context.close());
      const page = await context.newPage();
      page.on('pageerror', (error) => wrong.push(error));
      page.on('request', (request) => {
        const { origin } = new URL(request.url());
        if (origin !== server.url && origin !== 'null') wrong.push(new Error(`loads ${request.url()}`));
      });
      await page.goto(path);
      return page;
    };
  });
