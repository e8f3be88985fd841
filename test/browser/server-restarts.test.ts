import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { browserTest } from './browser-test.ts';
import { ownDice, twoFriends } from './dice-table.ts';
import { watchForText } from './watch-for-text.ts';
import { untilSpawned, walks } from './arena-map.ts';

/** The seconds that the page shows for the current turn. */
function secondsLeft(page: Page): Promise<number> {
  return page
    .locator('.seconds')
    .first()
    .evaluate(async () => {
      // A busy page runs its overdue timers before this.
      await new Promise((resolve) => setTimeout(resolve, 20));
      return Number(document.querySelector('.seconds')?.textContent);
    });
}

/** Waits for the banner of a restart, after the one before has gone. */
async function lookOutForNotice(page: Page): Promise<() => Promise<void>> {
  const notice = 'The server restarted';
  await page.getByText(notice).waitFor({ state: 'detached' });
  return watchForText(page, '.connection-banner', notice);
}

browserTest(
  'a match survives kill -9: pages reconnect by themselves, show a short notice, and play on',
  { timeout: 600_000 },
  async ({ open, server }) => {
    const { ann, bo } = await twoFriends(open);
    const pages = [ann, bo];
    const names = ['Ann', 'Bo'];
    const dice = await Promise.all(pages.map(ownDice));
    await Promise.all(pages.map((page) => page.evaluate(() => Object.assign(window, { samePage: true }))));

    for (const [signal, downMs] of [
      ['SIGKILL', 5_000],
      ['SIGTERM', 0],
    ] as const) {
      const notices = await Promise.all(pages.map(lookOutForNotice));
      const fromMs = performance.now();
      const left = await secondsLeft(ann);
      await server.restart(signal, downMs);
      await Promise.all(notices.map((seen) => seen()));
      const passed = left - (await secondsLeft(ann));
      // Time without a server does not count. Seconds are rounded.
      const upMs = performance.now() - fromMs - downMs;
      expect(passed).toBeLessThan(upMs / 1_000 + 2);
      expect(await Promise.all(pages.map(ownDice))).toEqual(dice);
      expect(await Promise.all(pages.map((page) => page.evaluate(() => 'samePage' in window)))).toEqual([true, true]);
      // The player whose turn it is may bid, and the other one sees it.
      let mayBid: boolean[] = [];
      const look = async () =>
        (mayBid = await Promise.all(pages.map((page) => page.locator('.bid__raise').isEnabled()))).filter(Boolean);
      await expect.poll(look).toHaveLength(1);
      const turn = mayBid.indexOf(true);
      // If the server bids for a slow player, that is not their own bid.
      const told = { hasText: names[turn]!, hasNotText: 'the house' };
      const bids = pages[1 - turn]!.locator('.history__call', told);
      const before = await bids.count();
      await pages[turn]!.locator('.bid__raise').click();
      await expect.poll(() => bids.count()).toBe(before + 1);
    }
  },
);

browserTest(
  'a fight survives kill -9 and a deploy: the page reconnects by itself, and its fighter moves on',
  { timeout: 600_000 },
  async ({ open, server }) => {
    const page = await open('/', { viewport: { width: 480, height: 360 } });
    await page.getByRole('radio', { name: 'Arena' }).check({ force: true });
    await page.getByRole('button', { name: 'Play now' }).click();
    await untilSpawned(page);
    expect(await walks(page)).toBe(true);
    await page.evaluate(() => Object.assign(window, { samePage: true }));

    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const noticed = await lookOutForNotice(page);
      await server.restart(signal);
      await noticed();
      await untilSpawned(page);
      expect(await walks(page)).toBe(true);
    }
    expect(await page.evaluate(() => 'samePage' in window)).toBe(true);
  },
);
