import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Frame, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { findChromium } from './chromium.ts';
import { browserTest, startServer } from './browser-test.ts';
import { openPrivateTable } from './dice-table.ts';
import { openOtherSite, type OtherSite } from './other-site.ts';

/** Makes the very access to all that a browser keeps throw, as it does where cookies are blocked. */
function blockStorage(): void {
  const refuse = (): never => {
    throw new DOMException('Access is denied for this document.', 'SecurityError');
  };
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
    Object.defineProperty(window, name, { get: refuse });
  Object.defineProperty(Navigator.prototype, 'locks', { get: refuse });
  Object.defineProperty(window, 'BroadcastChannel', { get: refuse });
}

const framedTest = browserTest
  .extend('portal', { scope: 'file' }, async ({}, { onCleanup }) => {
    const portal = await openOtherSite();
    onCleanup(() => portal.close());
    return portal;
  })
  .extend('server', { scope: 'file' }, async ({ portal }, { onCleanup }) => {
    const server = await startServer({ ALLOWED_ORIGINS: `${portal.origin},null` });
    onCleanup(() => server.close());
    return server;
  });

/** Shows a page of the server in a frame of the portal that may run scripts, and nothing else. */
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
  await page.getByRole('group', { name: 'Your dice', exact: true }).getByRole('img').first().waitFor();
}

framedTest(
  'in a sandboxed frame the lobby opens, a game is played, and a table is joined and come back to',
  { timeout: 600_000 },
  async ({ open, browser, portal, server, onTestFinished }) => {
    const ann = await open('/');
    const code = await openPrivateTable(ann, 3);
    const visitor = await browser.newContext();
    visitor.setDefaultTimeout(90_000);
    onTestFinished(() => visitor.close());
    const page = await visitor.newPage();
    const wrong: Error[] = [];
    page.on('pageerror', (error) => wrong.push(error));

    await playDice(await openInFrame(page, portal, server.url));

    const frame = await openInFrame(page, portal, `${server.url}/t/${code}`);
    expect(await frame.evaluate(() => self.origin)).toBe('null');
    await frame.getByLabel('Your name').fill('Bo');
    await frame.getByRole('button', { name: 'Take a seat' }).click();
    await frame.locator('.liars').waitFor();
    await ann.locator('.seat__name').getByText('Bo').waitFor();
    // The tab has the seat, and comes back to it.
    await frame.evaluate(() => location.reload()).catch(() => {});
    await frame.locator('.liars').waitFor();
    expect(await ann.locator('.seat__name').getByText('Bo').count()).toBe(1);

    // The arena, against the server's bots.
    const arena = await openInFrame(page, portal, server.url);
    await arena.getByRole('radio', { name: 'Arena' }).check({ force: true });
    await arena.getByRole('button', { name: 'Play now' }).click();
    await arena.locator('canvas').first().waitFor();
    expect(wrong).toEqual([]);
  },
);

framedTest(
  'where the very access to storage throws, somebody plays, and has the seat as long as the tab',
  { timeout: 600_000 },
  async ({ open }) => {
    const page = await open('/');
    await page.addInitScript(blockStorage);
    await page.reload();
    await playDice(page);
    const address = page.url();
    await page.reload();
    await page.getByRole('group', { name: 'Your dice', exact: true }).getByRole('img').first().waitFor();
    expect(page.url()).toBe(address);
  },
);

framedTest(
  'in a browser whose user has blocked all cookies somebody plays, and has the seat as long as the tab',
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
    await page.getByRole('group', { name: 'Your dice', exact: true }).getByRole('img').first().waitFor();
  },
);
