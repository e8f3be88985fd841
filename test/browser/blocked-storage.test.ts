import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Frame, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { startServer } from './browser-test.ts';
import { openPrivateTable, ownDice } from './dice-table.ts';
import { portalTest, type OtherSite } from './other-site.ts';

/** Makes every access to browser storage throw, as blocked cookies do. */
function blockStorage(): void {
  const refuse = (): never => {
    throw new DOMException('Access is denied for this document.', 'SecurityError');
  };
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
    Object.defineProperty(window, name, { get: refuse });
  Object.defineProperty(Navigator.prototype, 'locks', { get: refuse });
  Object.defineProperty(window, 'BroadcastChannel', { get: refuse });
}

const framedTest = portalTest.extend('server', { scope: 'file' }, async ({ portal }, { onCleanup }) => {
  const server = await startServer({ ALLOWED_ORIGINS: `${portal.origin},null` });
  onCleanup(() => server.close());
  return server;
});

/** Shows a page of the server in a frame of the other site that may only run scripts. */
async function openInFrame(page: Page, portal: OtherSite, url: string): Promise<Frame> {
  await page.goto(portal.origin);
  await page.setContent(`<iframe sandbox="allow-scripts" src="${url}" style="width: 1000px; height: 700px"></iframe>`);
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (frame === null) throw new Error('there is no frame');
  return frame;
}

async function playDice(page: Page | Frame): Promise<void> {
  await page.getByRole('button', { name: 'Play with bots' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Deal me in' }).click();
  await ownDice(page);
}

framedTest(
  'in a sandboxed frame the lobby opens, a game is played, and a reload returns to a joined table',
  { timeout: 600_000 },
  async ({ open, visitor, errors, portal, server }) => {
    const ann = await open('/');
    const code = await openPrivateTable(ann, 3);
    const page = await (await visitor()).newPage();
    page.on('pageerror', (error) => errors.push(error));

    await playDice(await openInFrame(page, portal, server.url));

    const frame = await openInFrame(page, portal, `${server.url}/t/${code}`);
    expect(await frame.evaluate(() => self.origin)).toBe('null');
    await frame.getByLabel('Your name').fill('Bo');
    await frame.getByRole('button', { name: 'Take a seat' }).click();
    await frame.locator('.liars').waitFor();
    await ann.locator('.seat__name').getByText('Bo').waitFor();
    // The tab holds the seat and returns to it.
    await frame.evaluate(() => location.reload()).catch(() => {});
    await frame.locator('.liars').waitFor();
    expect(await ann.locator('.seat__name').getByText('Bo').count()).toBe(1);

    // The arena, against the server's bots.
    const arena = await openInFrame(page, portal, server.url);
    await arena.getByRole('radio', { name: 'Arena' }).check({ force: true });
    await arena.getByRole('button', { name: 'Play now' }).click();
    await arena.locator('canvas').first().waitFor();
  },
);

framedTest(
  'where access to storage throws, a visitor plays and keeps the seat as long as the tab',
  { timeout: 600_000 },
  async ({ open }) => {
    const page = await open('/');
    await page.addInitScript(blockStorage);
    await page.reload();
    await playDice(page);
    const address = page.url();
    await page.reload();
    await ownDice(page);
    expect(page.url()).toBe(address);
  },
);

framedTest(
  'with all cookies blocked, a visitor plays and keeps the seat as long as the tab',
  { timeout: 600_000 },
  async ({ server, onTestFinished }) => {
    const folder = await mkdtemp(join(tmpdir(), 'greenroom-browser-'));
    await mkdir(join(folder, 'Default'));
    const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
    await writeFile(join(folder, 'Default/Preferences'), JSON.stringify(preferences));
    const visitor = await chromium.launchPersistentContext(folder, {
      executablePath: findChromium(),
      args: ['--no-sandbox', '--enable-unsafe-swiftshader'],
      baseURL: server.url,
    });
    visitor.setDefaultTimeout(90_000);
    onTestFinished(async () => {
      await visitor.close();
      await rm(folder, { recursive: true, force: true });
    });
    const page = await visitor.newPage();
    await page.goto('/');
    await expect(page.evaluate(() => localStorage.length)).rejects.toThrow('SecurityError');
    await playDice(page);
    await page.reload();
    await ownDice(page);
  },
);
