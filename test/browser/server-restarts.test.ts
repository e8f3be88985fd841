import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { browserTest } from './browser-test.ts';
import { openPrivateTable, setName, takeSeat, untilPhase } from './dice-table.ts';
import { watchForText } from './watch-for-text.ts';
import { untilSpawned, walks } from './arena-map.ts';

/** The dice in front of us, and not those that we speak of. */
async function diceOf(page: Page): Promise<(string | null)[]> {
  const dice = page.locator('.hand__dice').getByRole('img');
  await dice.first().waitFor();
  return Promise.all((await dice.all()).map((die) => die.getAttribute('aria-label')));
}

/** How long the one whose turn it is still has, as the page says. */
function secondsLeft(page: Page): Promise<number> {
  return page
    .locator('.seconds')
    .first()
    .evaluate(async () => {
      // A page that was busy comes to what was due before this.
      await new Promise((resolve) => setTimeout(resolve, 20));
      return Number(document.querySelector('.seconds')?.textContent);
    });
}

/** Looks out for the notice of a restart, once that of the one before is gone. */
async function lookOutForNotice(page: Page): Promise<() => Promise<void>> {
  const notice = 'The server restarted';
  await page.getByText(notice).waitFor({ state: 'detached' });
  return watchForText(page, '.connection-banner', notice);
}

browserTest(
  'a match outlives kill -9: pages come back by themselves, with a small notice, and play on',
  { timeout: 600_000 },
  async ({ open, server }) => {
    const ann = await open('/');
    await setName(ann, 'Ann');
    const code = await openPrivateTable(ann, 2);
    const bo = await open(`/t/${code}`);
    await takeSeat(bo, 'Bo');
    await Promise.all([untilPhase(ann, 'bidding'), untilPhase(bo, 'bidding')]);
    const pages = [ann, bo];
    const names = ['Ann', 'Bo'];
    const dice = await Promise.all(pages.map(diceOf));
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
      // The time without a server is nobody's. Seconds are rounded.
      const upMs = performance.now() - fromMs - downMs;
      expect(passed).toBeLessThan(upMs / 1_000 + 2);
      expect(await Promise.all(pages.map(diceOf))).toEqual(dice);
      expect(await Promise.all(pages.map((page) => page.evaluate(() => 'samePage' in window)))).toEqual([true, true]);
      // Whose turn it is may bid, and the other one sees it.
      let mayBid: boolean[] = [];
      const look = async () =>
        (mayBid = await Promise.all(pages.map((page) => page.locator('.bid__raise').isEnabled()))).filter(Boolean);
      await expect.poll(look).toHaveLength(1);
      const turn = mayBid.indexOf(true);
      // Should it take so long that the house bids, that is no bid of theirs.
      const told = { hasText: names[turn]!, hasNotText: 'the house' };
      const bids = pages[1 - turn]!.locator('.history__call', told);
      const before = await bids.count();
      await pages[turn]!.locator('.bid__raise').click();
      await expect.poll(() => bids.count()).toBe(before + 1);
    }
  },
);

browserTest(
  'a fight outlives kill -9 and a deploy: the page is back in it by itself, and its fighter walks on',
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
