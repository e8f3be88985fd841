import { ColyseusSDK } from '@colyseus/sdk';
import { expect } from 'vitest';
import type { Table } from '../../shared/games/liars-dice/state.ts';
import { browserTest } from './browser-test.ts';
import { watchForText } from './watch-for-text.ts';
import {
  codeOf,
  openPrivateTable,
  ownDice,
  say,
  setName,
  table,
  takeSeat,
  twoFriends,
  untilPhase,
  untilSaid,
} from './dice-table.ts';

/** Dice on the table, without those in bids. */
const ROLLED = '.die:not(.speech *, .centre *, .history *)';

browserTest('friends meet at a private table by its link, chat, and see only their own dice', async ({ open }) => {
  const ann = await open('/');
  await setName(ann, 'Ann');
  const code = await openPrivateTable(ann, 3);
  await ann.getByText('Waiting for 2 more').waitFor();

  const bo = await open(`/t/${code}`);
  await takeSeat(bo, 'Bo');
  await ann.getByText('Waiting for 1 more').waitFor();
  await ann.locator('.seat').getByText('Bo', { exact: true }).waitFor();

  await say(bo, 'Hello there');
  await untilSaid(ann, 'Hello there');

  await bo.keyboard.press('Escape');
  await bo.getByRole('button', { name: 'Emotes' }).click();
  const cheered = await watchForText(ann, '.emote-bubble', 'Cheers!');
  await bo.getByRole('button', { name: 'Cheers!' }).click();
  await cheered();

  await ann.getByRole('button', { name: 'Start now' }).click();
  await Promise.all([untilPhase(ann, 'bidding'), untilPhase(bo, 'bidding')]);
  for (const page of [ann, bo]) {
    expect(await ownDice(page)).toHaveLength(5);
    expect(await page.locator(`.seat ${ROLLED}`).count()).toBe(0);
  }

  const watcher = await open(`/t/${code}?watch`);
  await untilPhase(watcher, 'bidding');
  expect(await watcher.locator(ROLLED).count()).toBe(0);
  expect(await watcher.locator('.seat__name').allTextContents()).toEqual(['Ann', 'Bo']);
  expect(await watcher.getByRole('textbox').count()).toBe(0);
});

browserTest('a code in any case leads from the lobby to the table’s form', async ({ open }) => {
  const ann = await open('/');
  const code = await openPrivateTable(ann);
  const bo = await open('/');
  await bo.getByLabel('Have a code or a link?').fill('nonsense 1');
  await bo.getByRole('button', { name: 'Join', exact: true }).click();
  await bo.getByRole('alert').getByText('five letters').waitFor();
  await bo.getByLabel('Have a code or a link?').fill(code.toLowerCase());
  await bo.keyboard.press('Enter');
  await takeSeat(bo, 'Bo');
  expect(codeOf(bo)).toBe(code);
});

browserTest(
  'a public table shows in the lobby, where others join or watch it; a private one does not',
  async ({ open, server, onTestFinished }) => {
    const hidden = await openPrivateTable(await open('/'));
    // So that no bots take the seats.
    const options = { name: 'Ann', seats: 4, fillAfterMs: null };
    const ann = await new ColyseusSDK(server.url).create<Table>('liars-dice', options);
    onTestFinished(() => void ann.leave());
    ann.onMessage('*', () => {});
    const code = ann.roomId;

    const bo = await open('/');
    await bo.getByRole('button', { name: `Join table ${code}` }).waitFor();
    expect(await bo.locator('.table-row').getByText(hidden, { exact: true }).count()).toBe(0);
    await bo.getByRole('button', { name: `Watch table ${code}` }).click();
    await bo.getByText('Watching', { exact: true }).waitFor();
    await bo.goBack();
    await bo.getByRole('button', { name: `Join table ${code}` }).click();
    await table(bo).waitFor();
    await expect.poll(() => ann.state.seats.filter(({ player }) => player !== '').length).toBe(2);
  },
);

browserTest('a full table and a missing one say so, and offer ways on', async ({ open }) => {
  const { code } = await twoFriends(open);
  const cleo = await open(`/t/${code}`);
  await setName(cleo, 'Cleo');
  await cleo.getByRole('button', { name: 'Take a seat' }).click();
  await cleo.getByRole('heading', { name: 'No free seat' }).waitFor();
  await cleo.getByRole('button', { name: 'Watch instead' }).click();
  await cleo.getByText('Watching', { exact: true }).waitFor();

  const lost = await open('/t/QQQQQ');
  await lost.getByRole('button', { name: 'Take a seat' }).click();
  await lost.getByRole('heading', { name: 'No such table' }).waitFor();
  await lost.getByRole('button', { name: 'To the lobby' }).click();
  await lost.getByRole('button', { name: 'Play now' }).waitFor();
});

browserTest('a player who leaves is asked first, and gives up the seat', async ({ open }) => {
  const { ann, bo } = await twoFriends(open);
  await bo.getByRole('button', { name: 'Leave the table' }).click();
  await bo.getByRole('dialog').getByRole('button', { name: 'Stay' }).click();
  await bo.getByRole('button', { name: 'Leave the table' }).click();
  await bo.getByRole('dialog').getByRole('button', { name: 'Leave the table' }).click();
  await bo.getByRole('button', { name: 'Play now' }).waitFor();
  await ann.getByText('You win!').waitFor();
});

browserTest('on a phone in landscape the lobby shows the play button without scrolling', async ({ open }) => {
  const page = await open('/', { viewport: { width: 740, height: 360 }, hasTouch: true, isMobile: true });
  for (const game of ['Arena', 'Liar’s Dice']) {
    await page.getByRole('radio', { name: game }).check({ force: true });
    await page.evaluate(() => document.fonts.ready);
    const box = await page.getByRole('button', { name: 'Play now' }).boundingBox();
    expect((box?.y ?? Infinity) + (box?.height ?? 0), game).toBeLessThanOrEqual(360);
  }
});
