/** Waits for text that is visible only for a moment, which polling may miss. */
import type { Page } from 'playwright-core';

const PATIENCE_MS = 90_000;

/**
 * Watches for a text from now on, inside the page, at each of its changes.
 *
 * @param place a selector of the element that shows the text
 * @returns waits until the text has been visible
 *
 * @example const seen = await watchForText(page, '.toast', 'Too late'); await button.click(); await seen();
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
      // An object, since a bare promise would be awaited here.
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
