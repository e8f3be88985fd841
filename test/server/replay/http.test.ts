import express from 'express';
import { createServer } from 'node:http';
import { expect, it, vi } from 'vitest';
import { AddressBudgets } from '../../../server/admission/budgets.ts';
import { ClientAddresses, groupAddress } from '../../../server/admission/client-address.ts';
import { sendReplay } from '../../../server/http/replays.ts';
import { listen } from '../../support/listen.ts';

const ENDED = 'KRTWZ-x7k2m5q4pz';
const FILE = Uint8Array.of(0, 255, 10, 13, 128);

/** Serves replays from a store that has one, and keeps what it was asked for. */
async function open({ file = FILE, players = 256, bytes = Infinity, trusted = [] as string[] } = {}) {
  const asked: string[] = [];
  const app = express();
  const replay = async (matchId: string) => {
    asked.push(matchId);
    return matchId === ENDED ? file : undefined;
  };
  const budgets = new AddressBudgets(players);
  const addresses = new ClientAddresses(trusted);
  app.get('/api/replays/:matchId', sendReplay({ replays: { replay }, addresses, budgets, bytes }));
  const port = await listen(createServer(app));
  const get = (match: string, from = '203.0.113.1'): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/api/replays/${match}`, { headers: { 'x-forwarded-for': from } });
  return { asked, budgets, get };
}

it('the replay of a match that has ended is a file that browsers save and keep', async () => {
  const { get } = await open();
  const response = await get(ENDED);
  expect(response.status).toBe(200);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(FILE);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename=${ENDED}.replay`,
    'cache-control': 'public, max-age=31536000, immutable',
  });
});

it('a match that goes on has none, and nobody remembers that it had none', async () => {
  const { get } = await open();
  const response = await get('KRTWZ-aaaaaaaaaa');
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: 'there is no match of this id that has ended' });
  expect(response.headers.get('cache-control')).toBe('no-store');
});

it.each([
  'KRTWZ',
  'krtwz-x7k2m5q4pz',
  'KRTIZ-x7k2m5q4pz',
  'KRTWZ-x7k2m9q4pz',
  'KRTWZ-x7k2m5q4p',
  '..%2F..%2Fpackage.json',
  "KRTWZ-'%20OR%201=1",
])('the store is not asked for %s, which is no match’s id', async (match) => {
  const { get, asked } = await open();
  expect((await get(match)).status).toBe(404);
  expect(asked).toEqual([]);
});

/** More than a connection holds that nobody reads. */
const LARGE = new Uint8Array(32 * 2 ** 20);
const ANN = '203.0.113.1';
const BOB = '203.0.113.2';

it('replays: an address that has used them up gets 429, with the time to wait', async () => {
  const { get } = await open({ players: 2 });
  expect((await get(ENDED)).status).toBe(200);
  const refused = await get(ENDED);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});

it('replayMegabytes: files that an address does not read count until it has them, and another has its own', async () => {
  const { get, budgets } = await open({ file: LARGE, players: 128, trusted: ['loopback'] });
  const slow = await get(ENDED, ANN);
  expect(budgets.heldBy(groupAddress(ANN), 'replayMegabytes')).toBe(budgets.bound('replayMegabytes'));
  expect((await get(ENDED, ANN)).status).toBe(429);
  expect((await get(ENDED, BOB)).status).toBe(200);
  await slow.arrayBuffer();
  await vi.waitUntil(() => budgets.heldBy(groupAddress(ANN), 'replayMegabytes') === 0);
  expect((await get(ENDED, ANN)).status).toBe(200);
});

it('replayMegabytes: a file that is larger than all that an address may have is sent by itself', async () => {
  const { get } = await open({ file: LARGE, players: 2 });
  expect((await (await get(ENDED)).arrayBuffer()).byteLength).toBe(LARGE.length);
});

it('replayBytes: while too many files are being sent to all, one more gets 503', async () => {
  const { get } = await open({ file: LARGE, bytes: LARGE.length * 1.5, trusted: ['loopback'] });
  const slow = await get(ENDED, ANN);
  const refused = await get(ENDED, BOB);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('1');
  await slow.body?.cancel();
  await vi.waitUntil(async () => (await get(ENDED, BOB)).status === 200);
});
