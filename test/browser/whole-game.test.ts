import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserTest } from './browser-test.ts';
import { tabTo } from './focus.ts';
import { playWithBots, sidewaysScroll, untilPhase } from './dice-table.ts';

browserTest('a whole match against a bot is played by keyboard alone', { timeout: 600_000 }, async ({ open }) => {
  const page = await open('/');

  await tabTo(page, 'Play with bots');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  // The number of opponents is a radio group: this chooses the option left of the default.
  await tabTo(page, '');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await tabTo(page, 'Deal me in');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/t/*');

  let round = 0;
  let heard = false;
  const mayRaise = page.locator('.bid__raise:enabled');
  const mayNot = page.locator('.bid__raise:disabled');
  const reveal = page.locator('.liars[data-phase="reveal"]');
  const isDown = page.locator('.liars:not([data-phase="reveal"])');
  const cost = page.locator('p[role="log"]', {
    hasText: /loses? (a|your|the last) (last )?die|wins? a die back/,
  });
  const result = page.locator('.liars[data-phase="result"]');
  for (;;) {
    await mayRaise.or(reveal).or(result).first().waitFor();
    if ((await result.count()) > 0) break;
    if ((await reveal.count()) > 0) {
      await cost.or(isDown).first().waitFor();
      heard ||= (await cost.count()) > 0;
      await isDown.waitFor();
      continue;
    }
    round = await roundOf(page);
    // Challenges every bid and opens with an impossible one: a short match that uses every kind of key.
    if ((await page.locator('.history__call').count()) > 0) await page.keyboard.press(round % 2 === 1 ? 'c' : 's');
    else {
      await page.keyboard.press('6');
      for (let more = 0; more < 10; more += 1) await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
    }
    await mayNot.or(reveal).or(result).first().waitFor();
  }

  // The loser has lost five dice, one per round. A reveal may be over before it is seen, so only the round counts.
  expect(round).toBeGreaterThanOrEqual(5);
  expect(heard).toBe(true);
  await page.getByText(/wins$|You win!/).waitFor();
  // The question comes after the result.
  await page.getByRole('button', { name: 'Play again' }).waitFor();
  await page.keyboard.press('y');
  // The bots want another match too, so it starts.
  await untilPhase(page, 'rolling', 'bidding');
});

browserTest(
  'a round is played by touch on a small phone, and no page scrolls sideways',
  { timeout: 600_000 },
  async ({ open }) => {
    const page = await open('/', { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('button', { name: 'Play now' }).waitFor();
    await playWithBots(page, 5);
    await untilPhase(page, 'rolling', 'bidding');
    expect(await sidewaysScroll(page)).toBe(0);

    // The bots may raise until it is our turn again: otherwise the round would wait for our time to run out.
    const reveal = page.locator('.liars[data-phase="reveal"]');
    const mayAct = page.locator('.bid .button:enabled');
    for (;;) {
      await mayAct.or(reveal).first().waitFor();
      if ((await reveal.count()) > 0) break;
      // Forced, since another player may be faster than the tap and disable the button.
      if ((await page.locator('.history__call').count()) > 0)
        await page.getByRole('button', { name: 'Challenge' }).tap({ force: true });
      else {
        await page.getByRole('radio', { name: 'sixes' }).tap({ force: true });
        await page.getByRole('button', { name: 'One more' }).tap({ force: true });
        await page.locator('.bid__raise').tap({ force: true });
      }
      expect(await sidewaysScroll(page)).toBe(0);
    }
    expect(await sidewaysScroll(page)).toBe(0);

    await page.getByRole('button', { name: /^Bids and chat/ }).tap();
    await page.getByPlaceholder('Say something').fill('Good luck');
    await page.getByRole('button', { name: 'Send' }).tap();
    await page.locator('.chat__lines').getByText('Good luck').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('button', { name: 'Close bids and chat' }).tap();
  },
);

/** The current round, as the side panel shows it. */
async function roundOf(page: Page): Promise<number> {
  const title = await page.getByRole('heading', { name: /^Round \d/ }).textContent();
  return Number(title?.split(' ')[1]);
}
