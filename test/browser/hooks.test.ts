/** The hooks, in both libraries. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserTest } from './browser-test.ts';
import { storiesIn } from './story/story-server.ts';

const hookTest = browserTest
  .extend('stories', { scope: 'file' }, storiesIn('hooks'))
  .extend('page', async ({ visitor, stories }): Promise<Page> => {
    const page = await (await visitor()).newPage();
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    await page.goto(stories.url);
    await page.clock.runFor(100);
    return page;
  });

/** What both libraries show; it must be the same. */
async function shown(page: Page, part: 'all' | 'seconds'): Promise<string> {
  await page.clock.runFor(1);
  const texts = await page.locator(`.${part}`).allTextContents();
  expect(texts).toHaveLength(2);
  expect(texts[0]).toBe(texts[1]);
  return texts[0] ?? '';
}

hookTest('useTable draws again after every change of the table', async ({ page }) => {
  expect(await shown(page, 'all')).toBe('live, none');
  await page.evaluate(() => window.table.drop());
  await page.clock.runFor(100);
  expect(await shown(page, 'all')).toBe('dropped, none');
});

hookTest('useCountdown counts whole seconds, and stands still while the match clock is held', async ({ page }) => {
  await page.evaluate(() => window.table.setDeadline(5_000));
  await page.clock.runFor(100);
  expect(await shown(page, 'seconds')).toBe('5');
  await page.clock.runFor(2_000);
  expect(await shown(page, 'seconds')).toBe('3');
  await page.evaluate(() => window.table.hold(true));
  await page.clock.runFor(10_000);
  expect(await shown(page, 'seconds')).toBe('3');
  await page.evaluate(() => window.table.hold(false));
  await page.clock.runFor(1_000);
  expect(await shown(page, 'seconds')).toBe('2');
  await page.clock.runFor(5_000);
  expect(await shown(page, 'seconds')).toBe('0');
  await page.evaluate(() => window.table.setDeadline(undefined));
  await page.clock.runFor(100);
  expect(await shown(page, 'seconds')).toBe('undefined');
});

hookTest('useRoster has those who sit at the table, and their seats', async ({ page }) => {
  await page.evaluate(() => {
    window.table.sit('p1', 'Ann');
    window.table.sit('', '');
    window.table.sit('p2', 'Bob');
  });
  await page.clock.runFor(100);
  expect(await shown(page, 'all')).toBe('live, none, 0 Ann, 2 Bob (own)');
});
