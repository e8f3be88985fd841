/** How each template's game is played in a page: against a bot, from a table that is open already. */
import type { Page } from 'playwright-core';

/** @throws Error where the match does not come to where it should */
export type PlayPage = (page: Page) => Promise<void>;

/** The longest that a step of a match may take. */
const PATIENT = { timeout: 60_000 };

/** By the names of the templates. */
export const PLAYS: Readonly<Record<string, PlayPage>> = {
  async minimal(page) {
    for (const toss of [1, 2, 3]) {
      await page.getByText(`Toss ${toss} of 3`).waitFor(PATIENT);
      await page.getByRole('button', { name: 'Heads' }).click();
      await page.getByText(/It is (heads|tails)/).waitFor(PATIENT);
    }
    await page.getByText('That was it').waitFor(PATIENT);
  },
  async turns(page) {
    const free = page.locator('.ttt__cell:enabled').first();
    const again = page.getByRole('button', { name: 'Play again' });
    const marks = page.locator('.ttt__cell svg');
    for (;;) {
      await free.or(again).first().waitFor(PATIENT);
      if (await again.isVisible()) break;
      const before = await marks.count();
      await free.click();
      await marks.nth(before).waitFor(PATIENT);
      // The bot's mark, or the end.
      await marks
        .nth(before + 1)
        .or(again)
        .first()
        .waitFor(PATIENT);
    }
    await again.click();
    await page.getByText(/Your turn|is thinking/).waitFor(PATIENT);
  },
  async realtime(page) {
    await page.locator('canvas').waitFor(PATIENT);
    const coins = page.locator('.rush__scores li', { hasText: 'You' }).locator('b');
    // Back and forth across the field, until a coin was in the way.
    for (const key of Array.from({ length: 5 }, () => ['ArrowLeft', 'ArrowDown', 'ArrowRight', 'ArrowUp']).flat()) {
      await page.keyboard.down(key);
      await page.waitForTimeout(1_500);
      await page.keyboard.up(key);
      if (Number(await coins.textContent()) > 0) return;
    }
    throw new Error('the runner of this page has collected no coin');
  },
};
