/** Scenes of a table without a server: layout, readability and controls. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { browserTest } from './browser-test.ts';
import { scrollRange, sidewaysScroll } from './dice-table.ts';
import { expectReadable } from './contrast.ts';
import { tabThrough } from './focus.ts';
import { watchForText } from './watch-for-text.ts';
import type { FakeConnection } from './story/fake-connection.ts';
import { SCENE_NAMES } from './story/scenes.ts';
import { storiesIn } from './story/story-server.ts';

declare global {
  interface Window {
    connection: FakeConnection;
  }
}

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
const PLACES = ['lobby', 'join', ...SCENE_NAMES];

const storyTest = browserTest
  .extend('stories', { scope: 'file' }, storiesIn('story'))
  .extend('show', ({ visitor, stories, errors }) => {
    return async (scene: string, options: BrowserContextOptions = DESKTOP): Promise<Page> => {
      const context = await visitor({ reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      page.on('pageerror', (error) => errors.push(error));
      await page.route('**/api/rooms', (route) => route.fulfill({ json: { rooms: ROOMS } }));
      await page.goto(`${stories.url}?scene=${scene}`);
      await page
        .locator(scene === 'lobby' ? '.table-row' : scene === 'join' ? '.join-form' : '.liars')
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
  ['a small phone', PHONE, ['lobby', 'join']],
] as const)('on %s', ([, options, scrolling]) => {
  storyTest.for(PLACES)('%s fits, and is readable in both colour schemes', async (scene, { show }) => {
    const page = await show(scene, options);
    const { sideways, down } = await scrollRange(page);
    expect(sideways).toBe(0);
    if (!scrolling.some((each) => each === scene)) expect(down).toBe(0);
    await expectReadable(page);
  });
});

storyTest.for(['theirs', 'reveal', 'duel'])(
  'simultaneous notes over the seats do not make small phones scroll sideways (%s)',
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

storyTest('every control has a name and a focus ring', async ({ show }) => {
  const page = await show('bidding');
  const focused = await tabThrough(page, 40);
  expect(focused.filter(({ name, ring }) => !ring || !/\S/.test(name))).toEqual([]);
  expect(focused.map(({ name }) => name).join('; ')).toMatch(/One more.*sixes.*Bid seven fives.*Challenge.*Spot on/);
});

storyTest('a bid is chosen and made by keyboard, and calls name the bid they doubt', async ({ show }) => {
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

storyTest('shortcuts do nothing while the visitor types', async ({ show }) => {
  const page = await show('bidding');
  await page.keyboard.press('t');
  await page.keyboard.type('scenes');
  expect(await page.getByRole('textbox', { name: 'Say something' }).inputValue()).toBe('scenes');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => window.connection.sent)).toEqual([{ type: 'chat', data: 'scenes' }]);
});

storyTest('out of turn a player may prepare a bid and challenge, but not bid', async ({ show }) => {
  const page = await show('theirs');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => window.connection.sent)).toEqual([]);
  expect(await page.getByRole('button', { name: 'Bid eight fives' }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Challenge' }).isEnabled()).toBe(true);
});

storyTest('a refusal is shown in plain words', async ({ show }) => {
  const page = await show('theirs');
  await page.evaluate(() =>
    window.connection.set({ refuse: { code: 'not-now', message: 'nobody waits for challenge' } }),
  );
  const seen = await watchForText(page, '[role="status"]', 'Too late: the game has moved on.');
  await page.getByRole('button', { name: 'Challenge' }).click();
  await seen();
});

storyTest('after a restart the clock waits for the others, and the banner says what happened', async ({ show }) => {
  const page = await show('held');
  const seconds = await page.locator('.seconds').first().textContent();
  await page.evaluate(() => window.connection.set({ status: 'dropped' }));
  await page.getByText('Connection lost').waitFor();
  await page.evaluate(() => window.connection.set({ status: 'live', recoveries: 1 }));
  await page.getByText('Waiting for the others to reconnect').waitFor();
  await page.waitForTimeout(1_200);
  expect(await page.locator('.seconds').first().textContent()).toBe(seconds);
  const seen = await watchForText(page, '.connection-banner', 'The server restarted. Nothing is lost.');
  await page.evaluate(() => window.connection.set({ held: false }));
  await seen();
  await page.getByText('The server restarted.').waitFor({ state: 'detached' });
  expect(await page.locator('.seconds').first().textContent()).not.toBe(seconds);
});

storyTest('events are announced to screen readers', async ({ show }) => {
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

storyTest('the rematch is a question with a countdown, answered once', async ({ show }) => {
  const page = await show('result');
  await page.getByText(/Another match\? \d+ s/).waitFor();
  await page.getByRole('button', { name: 'Play again' }).click();
  await page.getByText('Waiting for the others…').waitFor();
  expect(await page.evaluate(() => window.connection.sent)).toEqual([
    { type: '$answer', data: { question: 7, answer: true } },
  ]);
});

storyTest('the count at the reveal highlights the dice that matter, then shows the cost', async ({ show }) => {
  const page = await show('reveal');
  await page.locator('.centre__verdict').getByText('Dot loses a die.').waitFor();
  expect(await page.locator('.felt .die[data-mark="counts"]').count()).toBe(10);
});

storyTest.for([
  ['closed', 'This table has closed', 'Find another table'],
  ['failed', 'The match ended with an error', 'Find another table'],
  ['voided', 'The match could not continue', 'Find another table'],
] as const)('a %s table says so, and offers a way on', async ([scene, title, way], { show }) => {
  const page = await show(scene);
  await page.getByRole('dialog', { name: title }).getByRole('button', { name: way }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'To the lobby' }).waitFor();
});

storyTest.for(['closed', 'failed', 'voided'])('a finished match (%s) offers its replay', async (scene, { show }) => {
  const page = await show(scene);
  await page.getByRole('dialog').getByRole('button', { name: 'Watch the replay' }).click();
  await page.waitForURL('**/replay/KRTWZ-x7k2m5q4pz');
});

storyTest('the ring of a turn matches its seconds, however often it renders', async ({ show }) => {
  const page = await show('bidding', { ...DESKTOP, reducedMotion: 'no-preference' });
  const ring = page.locator('.ring__left').first();
  const delay = await ring.evaluate((circle) => getComputedStyle(circle).animationDelay);
  await page.waitForTimeout(1_200);
  await page.evaluate(() => window.connection.set({ recoveries: 1 }));
  expect(await ring.evaluate((circle) => getComputedStyle(circle).animationDelay)).toBe(delay);
});

storyTest('while disconnected the clock shows its last time', async ({ show }) => {
  const page = await show('theirs');
  await page.evaluate(() => window.connection.set({ status: 'dropped' }));
  const seconds = await page.locator('.seconds').first().textContent();
  await page.getByText('Connection lost').waitFor();
  await page.waitForTimeout(1_200);
  expect(await page.locator('.seconds').first().textContent()).toBe(seconds);
});
