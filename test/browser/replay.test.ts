/** The replay page in a real browser. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { packReplay } from '../../server/journal/replay-file.ts';
import type { Frame } from '../../shared/runtime/host.ts';
import { diceMatch, MATCH } from '../client/replay/dice-match.ts';
import { formatCode } from '../../client/route.ts';
import { chooseReplay, codeOf, ownDice, playWithBots, scrollRange, table, untilPhase } from './dice-table.ts';
import { openSoloMatch } from './solo-match.ts';
import { browserTest } from './browser-test.ts';
import { expectReadable } from './contrast.ts';

declare global {
  interface Window {
    /** When the page has requested the replay, by its own clock. */
    looks: number[];
  }
}

const NAME = `${MATCH}.replay`;
const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };

const replayTest = browserTest
  .extend('recording', { scope: 'file' }, () => diceMatch())
  .extend('file', { scope: 'file' }, async ({ recording }) => Buffer.from(await packReplay(recording)))
  .extend('watch', ({ open, file }) => {
    /** Opens the replay file and pauses it. */
    return async (bytes: Buffer = file, options = {}): Promise<Page> => {
      const page = await open('/replay', options);
      await chooseReplay(page, bytes);
      await page.getByRole('button', { name: 'Pause' }).click();
      return page;
    };
  });

/** The position of the replay, in seconds. */
async function seconds(page: Page): Promise<number> {
  const text = (await page.locator('.seek__time').first().textContent()) ?? '';
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Advances in steps of five seconds until the table is in this phase. */
async function toPhase(page: Page, phase: 'bidding' | 'reveal'): Promise<void> {
  for (let step = 0; step < 10; step += 1) {
    if ((await page.locator(`.liars[data-phase="${phase}"]`).count()) > 0) return;
    await press(page, 'ArrowRight');
  }
}

/** Presses a key, and waits for the seek to finish. */
async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await page.locator('.replay__table[aria-busy="false"]').waitFor();
}

replayTest('a file that is dropped on the page plays', async ({ open, file }) => {
  const page = await open('/replay');
  await page.getByRole('heading', { name: 'Watch a replay' }).waitFor();
  const data = await page.evaluateHandle(
    ({ name, bytes }) => {
      const dragged = new DataTransfer();
      dragged.items.add(new File([new Uint8Array(bytes)], name));
      return dragged;
    },
    { name: NAME, bytes: [...file] },
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data });
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
  await table(page).waitFor();
  await expect.poll(() => seconds(page)).toBeGreaterThan(0);
  expect(await page.title()).toContain('Replay');
});

replayTest('a replay is played, paused and moved by keyboard', async ({ watch }) => {
  const page = await watch();
  await press(page, 'Home');
  expect(await seconds(page)).toBe(0);
  await press(page, 'ArrowRight');
  expect(await seconds(page)).toBe(5);
  await untilPhase(page, 'reveal');
  await press(page, 'ArrowLeft');
  expect(await seconds(page)).toBe(0);
  await press(page, 'End');
  const end = await seconds(page);
  expect(end).toBeGreaterThan(15);
  expect(await page.getByRole('slider', { name: 'Time' }).getAttribute('aria-valuetext')).toBe(
    `${end} seconds of ${end} seconds`,
  );
  await press(page, 'Home');
  await page.keyboard.press(' ');
  await expect.poll(() => seconds(page)).toBeGreaterThanOrEqual(1);
  await page.getByRole('radio', { name: 'Spectator' }).focus();
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: 'Play' }).waitFor();
});

replayTest('the handle of the seek bar can be dragged', async ({ watch }) => {
  const page = await watch();
  // Playback stands still.
  await page.evaluate(() => document.fonts.ready);
  const bar = (await page.getByRole('slider', { name: 'Time' }).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const y = bar.y + bar.height / 2;
  await page.mouse.move(bar.x + bar.width / 4, y);
  await page.mouse.down();
  await page.mouse.move(bar.x + bar.width / 2, y, { steps: 5 });
  await page.mouse.up();
  const whole = Number((await page.locator('.seek__time').last().textContent())?.split(':')[1]);
  await expect.poll(async () => Math.abs((await seconds(page)) - whole / 2)).toBeLessThanOrEqual(1);
});

replayTest('a player’s dice are visible only to that viewer', async ({ watch }) => {
  const page = await watch();
  await toPhase(page, 'bidding');
  await page.getByRole('radio', { name: 'Spectator' }).waitFor();
  expect(await page.locator('.liars .hand .die').count()).toBe(0);
  await page.getByRole('radio', { name: 'Bob' }).check({ force: true });
  const bobs = await ownDice(page);
  expect(bobs).toHaveLength(5);
  await page.getByRole('radio', { name: 'Ann' }).check({ force: true });
  await expect.poll(() => ownDice(page)).not.toEqual(bobs);
  await page.getByRole('radio', { name: 'Spectator' }).check({ force: true });
  await page.locator('.liars .hand').waitFor({ state: 'detached' });
});

replayTest('saving a replay gives the original file', async ({ watch, file }) => {
  const page = await watch();
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save the replay as a file' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe(NAME);
  expect((await readFile(await saved.path())).equals(file)).toBe(true);
});

/** Records when the page requests the replay: the route sees a request only later. */
async function noteLooks(page: Page): Promise<() => Promise<number[]>> {
  await page.addInitScript(() => {
    const { fetch } = window;
    window.looks = [];
    window.fetch = (what, init) => {
      if (typeof what === 'string' && what.startsWith('/api/replays/')) window.looks.push(Date.now());
      return fetch(what, init);
    };
  });
  return () => page.evaluate(() => window.looks);
}

replayTest(
  'the replay of a running match is requested again, at growing intervals, until the match is over',
  async ({ open, file }) => {
    const page = await open('/');
    let asked = 0;
    await page.route(`**/api/replays/${MATCH}`, (route) => {
      asked += 1;
      return asked < 3 ? route.fulfill({ status: 404, json: {} }) : route.fulfill({ body: file });
    });
    const looks = await noteLooks(page);
    await page.clock.install();
    await page.goto(`/replay/${MATCH}`);
    await page.getByRole('heading', { name: 'No replay yet' }).waitFor();
    await page.clock.runFor(13_000);
    await page.getByRole('region', { name: 'Replay' }).waitFor();
    const [first = 0, second = 0, third = 0, ...more] = await looks();
    expect(second - first).toBeGreaterThanOrEqual(5_000);
    expect(third - second).toBeGreaterThanOrEqual(7_500);
    expect(more).toEqual([]);
  },
);

replayTest('the replay of an unknown match is requested for a limited time, and again on a click', async ({ open }) => {
  const page = await open('/');
  await page.route(`**/api/replays/${MATCH}`, (route) => route.fulfill({ status: 404, json: {} }));
  const looks = await noteLooks(page);
  await page.clock.install();
  await page.goto(`/replay/${MATCH}`);
  await page.getByRole('heading', { name: 'No replay yet' }).waitFor();
  await page.clock.runFor(700_000);
  const again = page.getByRole('button', { name: 'Check again' });
  await again.waitFor();
  const soFar = await looks();
  expect(soFar.length).toBeLessThan(20);
  await page.clock.runFor(700_000);
  expect(await looks()).toEqual(soFar);
  await again.click();
  await again.waitFor({ state: 'detached' });
  expect((await looks()).length).toBeGreaterThan(soFar.length);
});

replayTest('a match on the server has a replay when everybody has left, and none before', async ({ open, server }) => {
  const { room, match } = await openSoloMatch(server.url);
  const page = await open(`/replay/${match}`);
  await page.getByRole('heading', { name: 'No replay yet' }).waitFor();
  await room.request('chat', 'Nobody here?');
  await room.leave();
  await page.getByRole('region', { name: 'Replay' }).waitFor({ timeout: 150_000 });
  await press(page, 'End');
  await page.getByText('Nobody here?').waitFor();
  expect(await page.locator('.table-head__code').textContent()).toBe(room.roomId);
});

replayTest('the replays of the last matches are listed', async ({ open }) => {
  const page = await open('/');
  await playWithBots(page, 1);
  const code = codeOf(page);
  await untilPhase(page, 'rolling', 'bidding');
  await page.getByRole('button', { name: 'Leave the table' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave the table' }).click();
  await page.getByRole('link', { name: 'Watch a replay' }).click();
  await page.getByRole('region', { name: 'Your last matches' }).getByRole('button', { name: 'Watch' }).click();
  await page.getByRole('region', { name: 'Replay' }).waitFor();
  expect(await page.locator('.table-head__code').textContent()).toBe(formatCode(code));
});

replayTest.for([
  ['something else', 'This is not a replay', (_: Buffer) => Buffer.from('Dear diary')],
  ['cut off', 'This replay is incomplete', (file: Buffer) => file.subarray(0, -20)],
  ['damaged', 'This replay is damaged', (file: Buffer) => Buffer.from(file).fill(7, 60, 70)],
  ['of a later format', 'This replay is newer than the page', (file: Buffer) => Buffer.from(file).fill(99, 4, 5)],
] as const)('a file that is %s says so, and offers a way on', async ([, title, spoil], { open, file }) => {
  const page = await open('/replay');
  await chooseReplay(page, spoil(file));
  await page.getByRole('heading', { name: title }).waitFor();
  await page.getByRole('button', { name: /Choose another file|Load again/ }).waitFor();
  await page.getByRole('button', { name: 'To the lobby' }).click();
  await page.getByRole('link', { name: 'Watch a replay' }).waitFor();
});

replayTest('a replay of an unknown game says so', async ({ open, recording }) => {
  const page = await open('/replay');
  await chooseReplay(page, await packReplay({ ...recording, start: { ...recording.start, game: 'chess' } }));
  await page.getByRole('heading', { name: 'Unknown game' }).waitFor();
});

replayTest('the address of an unknown match says so', async ({ open }) => {
  const page = await open('/replay/ABCDE');
  await page.getByRole('heading', { name: 'Match not found' }).waitFor();
});

replayTest('a replay of another version is shown up to where it diverges', async ({ open, recording }) => {
  const spoil = (frame: Frame): Frame =>
    frame.tick > 100 && frame.trace !== undefined
      ? { ...frame, trace: { ...frame.trace, calls: frame.trace.calls + 1 } }
      : frame;
  const other = await packReplay({ ...recording, frames: recording.frames.map(spoil) });
  const page = await open('/replay');
  await chooseReplay(page, other);
  await page.getByText(/made by another version of the game. It cannot be shown past 0:0\d/).waitFor();
  await press(page, 'End');
  expect(await seconds(page)).toBeLessThan(10);
  await page.getByRole('button', { name: 'Play again' }).waitFor();
});

describe.for([
  ['a desktop', { viewport: { width: 1280, height: 800 } }],
  ['a small phone', PHONE],
  ['a small phone on its side', { ...PHONE, viewport: { width: 640, height: 360 } }],
] as const)('on %s', ([, options]) => {
  replayTest('it fits, and is readable in both colour schemes', async ({ watch, file }) => {
    const page = await watch(file, { ...options, reducedMotion: 'reduce' });
    await toPhase(page, 'bidding');
    await page.getByRole('radio', { name: 'Ann' }).check({ force: true });
    await page.locator('.replay__table[aria-busy="false"]').waitFor();
    await page.evaluate(() => document.fonts.ready);
    expect(await scrollRange(page)).toEqual({ sideways: 0, down: 0 });
    await expectReadable(page);
  });
});
