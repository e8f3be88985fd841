/** Measures the contrast of visible text against the pixels behind it. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

export interface Faint {
  text: string;
  contrast: number;
  needed: number;
}

interface Text {
  text: string;
  /** In device pixels. */
  box: { x: number; y: number; width: number; height: number };
  rgb: [number, number, number];
  alpha: number;
  needed: number;
}

const HIDDEN =
  '* { color: transparent !important; text-shadow: none !important; caret-color: transparent !important } ::placeholder { color: transparent !important }';

/** All visible text with a contrast below 4.5:1, or 3:1 if it is large. Disabled controls do not count. */
export async function faintTexts(page: Page): Promise<Faint[]> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  const texts = await page.evaluate(readTexts);
  // Hides everything that draws text, and keeps the background. The page's policy forbids style elements.
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
  }, HIDDEN);
  const picture = await page.screenshot({ animations: 'disabled' });
  await page.evaluate(() => void document.adoptedStyleSheets.pop());
  const contrasts = await page.evaluate(measure, { texts, picture: picture.toString('base64') });
  return texts
    .map(({ text, needed }, index) => ({ text, needed, contrast: contrasts[index] ?? 0 }))
    .filter(({ contrast, needed }) => contrast < needed);
}

/** All visible text is readable in both colour schemes. */
export async function expectReadable(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    expect({ colorScheme, faint: await faintTexts(page) }).toEqual({ colorScheme, faint: [] });
  }
}

function readTexts(): Text[] {
  const texts: Text[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (!element || text === '' || element.closest('.unseen, noscript, script, style, :disabled')) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    // Text that an ellipsis cuts off is not visible.
    const [drawn, limit] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
    const x = Math.max(drawn.x, limit.x, 0);
    const y = Math.max(drawn.y, limit.y, 0);
    const width = Math.min(drawn.right, limit.right, innerWidth) - x;
    const height = Math.min(drawn.bottom, limit.bottom, innerHeight) - y;
    const box = { x, y, width, height };
    if (width < 2 || height < 2) continue;
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    // Covered by another element, or transparent for clicks.
    if (top && !element.contains(top) && !top.contains(element)) continue;
    const style = getComputedStyle(element);
    const [red = 0, green = 0, blue = 0, alpha = 1] = (style.color.match(/[\d.]+/g) ?? []).map(Number);
    let seen = alpha;
    for (let each: Element | null = element; each; each = each.parentElement)
      seen *= Number(getComputedStyle(each).opacity);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const scale = devicePixelRatio;
    texts.push({
      text,
      box: { x: box.x * scale, y: box.y * scale, width: box.width * scale, height: box.height * scale },
      rgb: [red, green, blue],
      alpha: seen,
      needed: large ? 3 : 4.5,
    });
  }
  return texts;
}

async function measure({ texts, picture }: { texts: Text[]; picture: string }): Promise<number[]> {
  const bytes = Uint8Array.from(atob(picture), (char) => char.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  if (!context) throw new Error('no canvas');
  context.drawImage(bitmap, 0, 0);
  const linear = (channel: number) =>
    channel / 255 <= 0.040_45 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;
  const luminance = ([red, green, blue]: readonly number[]) =>
    0.2126 * linear(red ?? 0) + 0.7152 * linear(green ?? 0) + 0.0722 * linear(blue ?? 0);
  return texts.map(({ box, rgb, alpha }) => {
    const { data } = context.getImageData(
      Math.round(box.x),
      Math.round(box.y),
      Math.max(1, Math.round(box.width)),
      Math.max(1, Math.round(box.height)),
    );
    const contrasts: number[] = [];
    for (let at = 0; at < data.length; at += 16) {
      const behind = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
      const ink = luminance(rgb.map((channel, index) => channel * alpha + (behind[index] ?? 0) * (1 - alpha)));
      const ground = luminance(behind);
      contrasts.push((Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05));
    }
    contrasts.sort((a, b) => a - b);
    // A few pixels of an edge inside the box do not make a word unreadable.
    return Math.round((contrasts[Math.floor(contrasts.length * 0.04)] ?? 0) * 100) / 100;
  });
}
