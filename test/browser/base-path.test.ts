/** The pages below a path, with all that they load and open. */
import { ColyseusSDK, type Room } from '@colyseus/sdk';
import { expect } from 'vitest';
import { WIRE, type Welcome } from '../../shared/wire.ts';
import { codeOf, openPrivateTable, ownDice, setName, takeSeat, untilPhase } from './dice-table.ts';
import { browserTest, startServer } from './browser-test.ts';

const BASE = '/games/greenroom';

const belowTest = browserTest.extend('server', { scope: 'file' }, async ({}, { onCleanup }) => {
  const server = await startServer({ BASE_PATH: BASE });
  onCleanup(() => server.close());
  return server;
});

/** Sits down alone at a table of the server, and leaves it. */
async function endMatch(url: string): Promise<string> {
  const room: Room = await new ColyseusSDK(url).create('liars-dice', { name: 'Ann', seats: 2, fillAfterMs: null });
  room.onMessage('*', () => {});
  const { matchId } = await new Promise<Welcome>((resolve) => room.onMessage(WIRE.welcome, resolve));
  await room.leave();
  return matchId;
}

belowTest('friends meet by a link, play, and come back after a reload', async ({ open, server }) => {
  const ann = await open(`${BASE}/`, { permissions: ['clipboard-read', 'clipboard-write'] });
  await setName(ann, 'Ann');
  const code = await openPrivateTable(ann);
  expect(new URL(ann.url()).pathname).toBe(`${BASE}/t/${code}`);
  await ann.getByRole('button', { name: /copy/i }).first().click();
  const link = await ann.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(`${server.url}${BASE}/t/${code}`);

  const bo = await open(new URL(link).pathname);
  await takeSeat(bo, 'Bo');
  expect(codeOf(bo)).toBe(code);
  await Promise.all([untilPhase(ann, 'bidding'), untilPhase(bo, 'bidding')]);
  const dice = await ownDice(bo);
  await bo.reload();
  await untilPhase(bo, 'bidding');
  expect(await ownDice(bo)).toEqual(dice);
});

belowTest('practice begins at its address, and from the lobby', async ({ open }) => {
  const page = await open(BASE);
  await page
    .getByRole('link', { name: 'Practise offline' })
    .or(page.getByRole('button', { name: 'Practise offline' }))
    .click();
  await page.getByRole('button', { name: 'Deal me in' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`${BASE}/practice/liars-dice`);
  await page.reload();
  await page.getByRole('button', { name: 'Deal me in' }).click();
  await untilPhase(page, 'bidding');
});

belowTest('a match that is over is watched again', async ({ open, server }) => {
  const match = await endMatch(server.url + BASE);
  const page = await open(`${BASE}/replay/${match}`);
  await page.getByRole('slider', { name: 'Time' }).waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Greenroom, to the lobby' }).first().click();
  await page.getByRole('link', { name: 'Watch a replay' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`${BASE}/`);
});
