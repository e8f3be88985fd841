/** Visits a page with the Tab key. */
import type { Page } from 'playwright-core';

/** An element that had the focus. */
export interface Focused {
  readonly name: string;
  /** Whether it had a visible focus ring. */
  readonly ring: boolean;
}

/** The elements focused by this many presses of Tab. */
export async function tabThrough(page: Page, presses: number): Promise<Focused[]> {
  const found: Focused[] = [];
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return undefined;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return {
        name: element.getAttribute('aria-label') ?? element.textContent ?? '',
        ring: outlineStyle !== 'none' && outlineWidth !== '0px',
      };
    });
    if (focused) found.push(focused);
  }
  return found;
}

/** Presses Tab until a control whose text begins with `name` has a visible focus. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => ({
      text: document.activeElement?.textContent ?? '',
      visible: document.activeElement?.matches(':focus-visible') ?? false,
    }));
    if (focused.text.trim().startsWith(name) && focused.visible) return;
  }
  throw new Error(`Tab never reaches ${name}`);
}
