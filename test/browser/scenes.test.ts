/** Moments of the game without a server: how they look, how they fit, and what the controls send. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { browserTest } from './browser-test.ts';
import { sidewaysScroll } from './dice-table.ts';
import { faintTexts } from './contrast.ts';
import { tabThrough } from './focus.ts';
import { watchForText } from './watch-for-text.ts';
import type { FakeConnection } from './story/fake-connection.ts';
import { SCENE_NAMES } from './story/scenes.ts';
import { startStories } from './story/story-server.ts';

declare global {
  interface Window {
    connection: FakeConnection;
  }
}

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
const PLACES = ['lobby', 'door', ...SCENE_NAMES];

const storyTest = browserTest
  .extend('stories', { scope: 'file' }, async ({}, { onCleanup }) => {
    const stories = await startStories();
    onCleanup(() => stories.stop());
    return stories;
  })
  .extend('show', async ({ browser, stories }, { onCleanup }) => {
    const thrown: Error[] = [];
    const close: (() => Promise<void>)[] = [];
    onCleanup(async () => {
      await Promise.all(close.map((each) => each()));
      if (thrown.length > 0) throw new AggregateError(thrown, `A story threw: ${thrown.map(String).join(', ')}`);
    });
    return async (scene: string, options: BrowserContextOptions = DESKTOP): Promise<Page> => {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
      close.push(() => context.close());
      context.setDefaultTimeout(90_000);
      const page = await context.newPage();
      page.on('pageerror', (error) => thrown.push(error));
      await page.route('**/api/rooms', (route) => route.fulfill({ json: { rooms: ROOMS } }));
      await page.goto(`${stories.url}?scene=${scene}`);
      await page
        .locator(scene === 'lobby' ? '.table-row' : scene === 'door' ? '.join-form' : '.liars')
        .first()
        .waitFor();
      if (scene === 'lost') await page.getByText('Connection lost').waitFor();
      if (scene === 'held') await page.getByText('Waiting for the others to reconnect').waitFor();
      await page.evaluate(() => document.fonts.ready);
      return page;
    };
  });

const ROOMS = [
  {
    id: 'KRTWZ',
    game: 'liars-dice',
    title: 'Liar’s Dice',
    seats: 4,
    taken: 2,
    watchers: 0,
    open: true,
    info: { phase: 'waiting', round: 0 },
  },
  {
    id: 'BNAQL',
    game: 'liars-dice',
    title: 'Liar’s Dice',
    seats: 6,
    taken: 6,
    watchers: 3,
    open: false,
    info: { phase: 'bidding', round: 4 },
  },
];

describe.for([
  ['a desktop', DESKTOP, ['lobby']],
  ['a small phone', PHONE, ['lobby', 'door']],
] as const)('on %s', ([, options, scrolling]) => {
  storyTest.for(PLACES)('%s fits, and can be read in the dark and in the light', async (scene, { show }) => {
    const page = await show(scene, options);
    expect(await sidewaysScroll(page)).toBe(0);
    const below = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    if (!scrolling.some((each) => each === scene)) expect(below).toBe(0);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      expect({ colorScheme, faint: await faintTexts(page) }).toEqual({ colorScheme, faint: [] });
    }
  });
});

storyTest.for(['theirs', 'reveal', 'duel'])(
  'what all show at once over their seats lets no small phone scroll sideways (%s)',
  async (scene, { show }) => {
    const page = await show(scene, PHONE);
    await page.evaluate(() => {
      const { seats } = window.connection.state as { seats: unknown[] };
      for (const seat of seats.keys()) window.connection.notice('emote', { seat, emote: 'clap' });
    });
    expect(await page.locator('.emote-bubble').count()).toBeGreaterThan(1);
    expect(await sidewaysScroll(page)).toBe(0);
  },
);

storyTest('every control has a name, and shows when it has the focus', async ({ show }) => {
  const page = await show('bidding');
  const focused = await tabThrough(page, 40);
  expect(focused.filter(({ name, ring }) => !ring || !/\S/.test(name))).toEqual([]);
  expect(focused.map(({ name }) => name).join('; ')).toMatch(/One more.*sixes.*Bid seven fives.*Challenge.*Spot on/);
});

storyTest('a bid is chosen and made with keys, and calls name the bid they doubt', async ({ show }) => {
  const page = await show('bidding');
  for (const key of ['ArrowUp', 'ArrowUp', 'ArrowLeft', 'Enter']) await page.keyboard.press(key);
  await page.keyboard.press('c');
  await page.keyboard.press('s');
  await expect
    .poll(() => page.evaluate(() => window.connection.sent))
    .toEqual([
      { type: 'bid', data: { count: 9, face: 4 } },
      { type: 'challenge', data: { bid: 5 } },
      { type: 'spotOn', data: { bid: 5 } },
    ]);
});

storyTest('keys do nothing while somebody types', async ({ show }) => {
  const page = await show('bidding');
  await page.keyboard.press('t');
  await page.keyboard.type('scenes');
  expect(await page.getByRole('textbox', { name: 'Say something' }).inputValue()).toBe('scenes');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => window.connection.sent)).toEqual([{ type: 'chat', data: 'scenes' }]);
});

storyTest('out of turn one may prepare a bid and doubt, but not bid', async ({ show }) => {
  const page = await show('theirs');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => window.connection.sent)).toEqual([]);
  expect(await page.getByRole('button', { name: 'Bid eight fives' }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Challenge' }).isEnabled()).toBe(true);
});

storyTest('a refusal is told in plain words', async ({ show }) => {
  const page = await show('theirs');
  await page.evaluate(() =>
    window.connection.set({ refuse: { code: 'not-now', message: 'nobody waits for challenge' } }),
  );
  const told = await watchForText(page, '[role="status"]', 'Too late: the game has moved on.');
  await page.getByRole('button', { name: 'Challenge' }).click();
  await told();
});

storyTest('after a restart the clock waits for the others, and the banner tells what was', async ({ show }) => {
  const page = await show('held');
  const seconds = await page.locator('.seconds').first().textContent();
  await page.evaluate(() => window.connection.set({ status: 'dropped' }));
  await page.getByText('Connection lost').waitFor();
  await page.evaluate(() => window.connection.set({ status: 'live', recoveries: 1 }));
  await page.getByText('Waiting for the others to reconnect').waitFor();
  await page.waitForTimeout(1_200);
  expect(await page.locator('.seconds').first().textContent()).toBe(seconds);
  const told = await watchForText(page, '.connection-banner', 'The server restarted. Nothing is lost.');
  await page.evaluate(() => window.connection.set({ held: false }));
  await told();
  await page.getByText('The server restarted.').waitFor({ state: 'detached' });
  expect(await page.locator('.seconds').first().textContent()).not.toBe(seconds);
});

storyTest('what happens is announced', async ({ show }) => {
  const page = await show('theirs');
  await page.evaluate(() => {
    const { connection } = window;
    const state = connection.state as { calls: object[]; turn: number };
    connection.set({
      state: {
        ...state,
        turn: 0,
        calls: [...state.calls, { seat: 4, kind: 'bid', count: 8, face: 2, byHouse: false }],
      },
    });
  });
  await page.locator('p[role="log"]').getByText('Dot bids eight twos. Your turn.').waitFor();
  await expect.poll(() => page.title()).toBe('Your turn · Greenroom');
});

storyTest('the rematch is a question with a clock, answered once', async ({ show }) => {
  const page = await show('result');
  await page.getByText(/Another match\? \d+ s/).waitFor();
  await page.getByRole('button', { name: 'Play again' }).click();
  await page.getByText('Waiting for the others…').waitFor();
  expect(await page.evaluate(() => window.connection.sent)).toEqual([
    { type: '$answer', data: { question: 7, answer: true } },
  ]);
});

storyTest('the count at the reveal marks the dice that matter, then tells the cost', async ({ show }) => {
  const page = await show('reveal');
  await page.locator('.centre__verdict').getByText('Dot loses a die.').waitFor();
  expect(await page.locator('.felt .die[data-mark="counts"]').count()).toBe(10);
});

storyTest.for([
  ['closed', 'This table has closed', 'Find another table'],
  ['failed', 'The match ended with an error', 'Find another table'],
  ['voided', 'The match could not continue', 'Find another table'],
] as const)('a %s table says so, with a way on', async ([scene, title, way], { show }) => {
  const page = await show(scene);
  await page.getByRole('dialog', { name: title }).getByRole('button', { name: way }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'To the lobby' }).waitFor();
});

storyTest.for(['closed', 'failed', 'voided'])(
  'a match that is over (%s) can be watched again',
  async (scene, { show }) => {
    const page = await show(scene);
    await page.getByRole('dialog').getByRole('button', { name: 'Watch the replay' }).click();
    await page.waitForURL('**/replay/KRTWZ-x7k2m5q4pz');
  },
);

storyTest('the ring of a turn is as far as its seconds, however often it is drawn again', async ({ show }) => {
  const page = await show('bidding', { ...DESKTOP, reducedMotion: 'no-preference' });
  const ring = page.locator('.ring__left').first();
  const delay = await ring.evaluate((circle) => getComputedStyle(circle).animationDelay);
  await page.waitForTimeout(1_200);
  await page.evaluate(() => window.connection.set({ recoveries: 1 }));
  expect(await ring.evaluate((circle) => getComputedStyle(circle).animationDelay)).toBe(delay);
});

storyTest('while the line is down the clock is shown where it was', async ({ show }) => {
  const page = await show('theirs');
  await page.evaluate(() => window.connection.set({ status: 'dropped' }));
  const seconds = await page.locator('.seconds').first().textContent();
  await page.getByText('Connection lost').waitFor();
  await page.waitForTimeout(1_200);
  expect(await page.locator('.seconds').first().textContent()).toBe(seconds);
});
