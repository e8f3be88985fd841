/** Pages stay usable with any stored values and any replay file. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { packReplay } from '../../server/journal/replay-file.ts';
import { diceMatch, MATCH } from '../client/replay/dice-match.ts';
import { fileOf, framesOf, repeat, START } from '../runtime/journal/hostile-file.ts';
import { browserTest } from './browser-test.ts';
import { chooseReplay } from './dice-table.ts';

const ROUTES = [
  '/',
  '/replay',
  `/replay/${MATCH}`,
  '/replay/__proto__',
  '/t/KRTWZ',
  '/t/KRTWZ?watch',
  '/practice/arena',
  '/practice/constructor',
];
const KEYS = ['matches', 'seats', 'seat.KRTWZ', 'name', 'game', 'muted', 'reloaded'].map((key) => `greenroom.${key}`);
const VALUES: readonly (readonly [what: string, text: string])[] = [
  ['lists of null', '[null]'],
  ['records of wrong types', '[{"match":{},"code":7,"game":[],"token":null,"at":1e300,"__proto__":{"code":"KRTWZ"}}]'],
  ['words that lead nowhere', '[{"match":"nowhere","code":"KRTWZ","game":"constructor","token":"KRTWZ:x","at":9e15}]'],
  ['half a million characters', '[['.repeat(250_000)],
];

/** Stores the text under all keys before the page loads. */
function poison({ keys, text }: { keys: readonly string[]; text: string }): void {
  window.name = `greenroom:${text}`;
  for (const storage of [localStorage, sessionStorage]) {
    try {
      for (const key of keys) storage.setItem(key, text);
    } catch {
      // The storage is full.
    }
  }
}

/** The page shows text and an enabled control. */
async function isUsable(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor();
  await expect.poll(() => page.getByRole('button').count()).toBeGreaterThan(0);
}

browserTest.for(VALUES)(
  'with %s under all keys each page is usable',
  { timeout: 600_000 },
  async ([, text], { open }) => {
    const page = await open('/');
    await page.addInitScript(poison, { keys: KEYS, text });
    for (const route of ROUTES) {
      await page.goto(route);
      await isUsable(page);
    }
  },
);

browserTest('a page whose script throws says so, and offers ways to recover', async ({ visitor, server }) => {
  const page = await (await visitor({ baseURL: server.url })).newPage();
  await page.addInitScript(() => {
    localStorage.setItem('greenroom.matches', '[{"match":"KRTWZ-x7k2m5q4pz","game":"arena","at":1}]');
    localStorage.setItem('other', 'stays');
    Reflect.set(Date.prototype, 'toISOString', () => {
      throw new Error('broken');
    });
  });
  await page.goto('/replay');
  await page.getByRole('heading', { name: 'Something went wrong on this page' }).waitFor();
  await page.getByRole('button', { name: 'To the lobby' }).click();
  await page.getByLabel('Your name').waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Something went wrong on this page' }).waitFor();
  await page.evaluate(() => localStorage.removeItem('greenroom.matches'));
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Clear and load again' }).click();
  await loaded;
  expect(await page.evaluate(() => localStorage.getItem('other'))).toBe('stays');
});

const FAR = 9 * 10 ** 15;
const FILES: readonly (readonly [what: string, heading: string, bytes: () => Uint8Array])[] = [
  [
    'whose last tick is years away',
    'This file is too large',
    () =>
      fileOf(
        framesOf(({ ticks, shapes }) => (ticks.varint(FAR), shapes.varint(0))),
        { start: { ...START, game: 'arena' }, lastTick: FAR },
      ),
  ],
  [
    'of a few bytes with millions of maps',
    'This file is too large',
    () =>
      fileOf(
        framesOf((columns) => {
          columns.ticks.byte(1);
          columns.shapes.byte(2);
          columns.heads.byte(5);
          columns.players.byte(0);
          columns.words.byte(0);
          columns.texts.text('a');
          columns.texts.text('chat');
          columns.data.byte(9);
          columns.data.varint(2_000_000);
          repeat(columns.data, 2_000_000, 12, 0);
        }),
        { start: { ...START, game: 'liars-dice' }, lastTick: 1 },
      ),
  ],
  [
    'with options that the game does not have',
    'This replay is damaged',
    () =>
      fileOf(
        framesOf(() => {}),
        { start: { ...START, game: 'arena', options: { seats: 1e9 } }, lastTick: 1 },
      ),
  ],
  ['of zeros', 'This is not a replay', () => new Uint8Array(1_000)],
];

browserTest.for(FILES)('a file %s is recognized', async ([, heading, bytes], { open }) => {
  const page = await open('/replay');
  await chooseReplay(page, bytes());
  await page.getByRole('heading', { name: heading }).waitFor();
  await page.getByRole('button', { name: 'To the lobby' }).click();
  await page.getByLabel('Your name').waitFor();
});

browserTest('a replay file with an invalid message plays up to there', async ({ open }) => {
  const recording = await diceMatch();
  const frames = recording.frames.map((frame) => ({
    ...frame,
    entries: frame.entries.map((entry) =>
      entry.kind === 'message' && entry.type === 'bid' ? { ...entry, data: { count: FAR, face: 5 } } : entry,
    ),
  }));
  const page = await open('/replay');
  await chooseReplay(page, await packReplay({ ...recording, frames }));
  await page.getByText('an entry that no match accepts').waitFor();
});

browserTest('the page stays responsive while a heavy file is read and played', async ({ open }) => {
  const COUNT = 1_000_000;
  // A million leaves of players who never joined: 50,000 per second.
  const file = fileOf(
    framesOf((columns) => {
      repeat(columns.ticks, 400, 1);
      for (let tick = 0; tick < 400; tick++) columns.shapes.varint((COUNT / 400) * 2);
      repeat(columns.heads, COUNT, 4);
      repeat(columns.players, COUNT, 0);
      columns.texts.text('a');
    }),
    {
      start: { ...START, game: 'liars-dice', options: { seats: 2, fillAfterMs: null, skill: 'regular' } },
      lastTick: 400,
    },
  );
  const page = await open('/replay');
  await page.evaluate(() => {
    Reflect.set(window, 'pictures', 0);
    const draw = (): void => {
      Reflect.set(window, 'pictures', Number(Reflect.get(window, 'pictures')) + 1);
      requestAnimationFrame(draw);
    };
    draw();
  });
  await chooseReplay(page, file);
  await page.getByRole('slider', { name: 'Time' }).waitFor();
  // Pictures were drawn while the file was read.
  expect(await page.evaluate(() => Number(Reflect.get(window, 'pictures')))).toBeGreaterThan(3);
  await page.getByRole('button', { name: 'To the lobby' }).click();
  await page.getByLabel('Your name').waitFor();
});
