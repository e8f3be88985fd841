/** What is on a page for a moment only: a test that looks now and then may come too late. */
import type { Page } from 'playwright-core';

const PATIENCE_MS = 90_000;

/**
 * Looks out for a text from now on: the page itself does, at each of its changes, so nothing is too short to be seen.
 *
 * @param place a selector of what says it
 * @returns waits until it has been seen
 *
 * @example const seen = await lookOutFor(page, '.toast', 'Too late'); await button.click(); await seen();
 */
export async function watchForText(page: Page, place: string, text: string): Promise<() => Promise<void>> {
  const lookout = await page.evaluateHandle(
    ({ place: selector, text: words }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => {
        for (const each of document.querySelectorAll(selector))
          if (each.textContent?.includes(words) && each.checkVisibility()) resolve();
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
      look();
      // A promise by itself would be waited for here.
      return { seen: promise };
    },
    { place, text },
  );
  return async () => {
    const found = await lookout.evaluate(
      ({ seen }, ms) => Promise.race([seen.then(() => true), new Promise((resolve) => setTimeout(resolve, ms, false))]),
      PATIENCE_MS,
    );
    if (found !== true) throw new Error(`“${text}” was never to be seen at ${place}.`);
  };
}
