import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { sendReplay } from '../../../server/http/replays.ts';

const ENDED = 'KRTWZ-x7k2m5q4pz';
const FILE = Uint8Array.of(0, 255, 10, 13, 128);

/** Serves replays from a store that has one, and keeps what it was asked for. */
async function open(): Promise<{ get: (match: string) => Promise<Response>; asked: string[] }> {
  const asked: string[] = [];
  const app = express();
  const replay = async (matchId: string) => {
    asked.push(matchId);
    return matchId === ENDED ? FILE : undefined;
  };
  app.get('/api/replays/:matchId', sendReplay({ replay }));
  const server = app.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { asked, get: (match) => fetch(`http://127.0.0.1:${port}/api/replays/${match}`) };
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
