/** The replay of a match of half an hour. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { packReplay } from '../../server/journal/replay-file.ts';
import { playEvening } from '../../tools/bench/journal/evening.ts';
import { browserTest } from './browser-test.ts';
import { chooseReplay } from './dice-table.ts';

const longTest = browserTest
  .extend('file', { scope: 'file' }, async () => {
    const { recording } = await playEvening(7, 30);
    return packReplay({ ...recording, end: { kind: 'finished' } });
  })
  .extend('watch', ({ open, file }) => {
    /** Opens the replay and pauses it. */
    return async (options = {}): Promise<Page> => {
      const page = await open('/replay', options);
      await chooseReplay(page, file);
      await page.getByRole('button', { name: 'Pause' }).click();
      return page;
    };
  });

/** Seeks to fractions of the match, one after the other. Returns the times shown there. */
function seek(page: Page, shares: number[]): Promise<string[]> {
  return page.evaluate(async (each) => {
    const bar = document.querySelector<HTMLInputElement>('.seek__handle')!;
    const breath = () => new Promise((resolve) => setTimeout(resolve, 0));
    const isBusy = () => document.querySelector('.replay__table')?.getAttribute('aria-busy') !== 'false';
    const shown: string[] = [];
    for (const share of each) {
      bar.value = String(Math.floor(share * Number(bar.max)));
      bar.dispatchEvent(new Event('input', { bubbles: true }));
      await breath();
      while (isBusy()) await breath();
      shown.push(document.querySelector('.seek__time')?.textContent ?? '');
    }
    return shown;
  }, shares);
}

longTest('seeks reach any position, also right after opening', async ({ watch }) => {
  const page = await watch();
  const minutes = [30, 3, 21, 12, 0, 29, 9];
  expect(
    await seek(
      page,
      minutes.map((minute) => minute / 30),
    ),
  ).toEqual(minutes.map((minute) => `${minute}:00`));
});

longTest.for([
  ['a desktop', 1280, 50],
  ['a phone', 360, 10],
] as const)('on %s the rounds are marked, as many as fit', async ([, width, least], { watch }) => {
  const page = await watch({ viewport: { width, height: 700 } });
  await seek(page, [1]);
  const places = await page.locator('.seek__mark[data-kind="part"]').evaluateAll((marks) =>
    marks
      .map((mark) => mark.getBoundingClientRect())
      .filter((box) => box.width > 0)
      .map(({ left }) => left),
  );
  expect(places.length).toBeGreaterThan(least);
  const gaps = places.slice(1).map((left, index) => left - (places[index] ?? 0));
  expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeGreaterThan(5);
});
