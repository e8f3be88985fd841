/** Seats, rooms and codes over real sockets: what one address may take, and what that means for the others. */
import type { Room } from '@colyseus/sdk';
import { expect, it } from 'vitest';
import { arena } from '../../../shared/games/arena/game.ts';
import { ADDRESS_LIMITS, CODE_MISSES, LIMITS } from '../../../server/host/limits.ts';
import { openMatch } from '../../../server/host/opening.ts';
import { counter } from '../games.ts';
import { setLimit } from '../set-limit.ts';
import { eventually, openTestServer, rejection, type TestServer } from '../../support/test-server.ts';
import { MemoryDisk, MemoryStore } from '../../../tools/sim/journal/memory-store.ts';

/** Each test speaks for several addresses, as a proxy does. */
const PROXY = { TRUSTED_PROXIES: 'loopback' };
const ANN = '203.0.113.1';
const EVE = '203.0.113.66';

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly roomId?: string;
  readonly error?: string;
}

async function ask(
  { get }: TestServer,
  method: string,
  name: string,
  address: string,
  options: object = {},
): Promise<Answer> {
  const response = await get(`/matchmake/${method}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify(options),
  });
  const body: { roomId?: string; error?: string } = await response.json();
  return { ...body, status: response.status, retryAfter: response.headers.get('retry-after') };
}

function perTable(rooms: readonly Room[]): number[] {
  return Object.values(Object.groupBy(rooms, ({ roomId }) => roomId)).map((those) => those?.length ?? 0);
}

it('69 promised seats that nobody takes up lock no table', async () => {
  const house = await openTestServer({}, PROXY);
  const { roomId } = await house.sdk.create('counter');
  for (let left = 69; left > 0; left--) await ask(house, 'joinById', roomId, EVE);
  const friend = await house.sdk.joinById(roomId);
  expect(friend.roomId).toBe(roomId);
});

it('one network asks for no more seats at a table than could ever be taken there', async () => {
  const house = await openTestServer({}, PROXY);
  const { roomId } = await house.sdk.create('counter');
  const most = 3 + LIMITS.watchers;
  for (let left = most; left > 0; left--) expect((await ask(house, 'joinById', roomId, EVE)).status).toBe(200);
  expect(await ask(house, 'joinById', roomId, EVE)).toMatchObject({
    status: 429,
    error: expect.stringMatching(/too many seats at this table/),
  });
  expect((await ask(house, 'joinById', roomId, ANN)).status).toBe(200);
});

it('seats that one network was promised hide one seat of a table from others, and not the table', async () => {
  const house = await openTestServer({}, PROXY);
  const { roomId } = await house.sdk.create('counter');
  for (let left = 2; left > 0; left--)
    expect(await ask(house, 'joinOrCreate', 'counter', EVE)).toMatchObject({ roomId });
  expect(await ask(house, 'joinOrCreate', 'counter', ANN)).toMatchObject({ roomId });
});

it('after too many no-shows a network is promised few seats at a time, and others see none of them as taken', async () => {
  const house = await openTestServer({}, { ...PROXY, PLAYERS_PER_ADDRESS: '16' });
  const first = await house.sdk.create('counter');
  for (let left = 16 * ADDRESS_LIMITS.rates.noShows.amount; left > 0; left--)
    await ask(house, 'joinById', first.roomId, EVE);
  // Those who were promised a seat have not come before the room closes.
  first.send('end', {});
  await eventually(() => house.server.host.rooms.size === 0);
  const second = await house.sdk.create('counter');
  for (let left = LIMITS.reservationsAfterNoShows; left > 0; left--) {
    expect((await ask(house, 'joinById', second.roomId, EVE)).status).toBe(200);
  }
  expect(await ask(house, 'joinById', second.roomId, EVE)).toMatchObject({
    status: 429,
    error: 'your network has asked for too many seats and not taken them: wait a moment',
  });
  for (const address of [ANN, '203.0.113.2']) {
    expect(await ask(house, 'joinOrCreate', 'counter', address)).toMatchObject({ roomId: second.roomId });
  }
});

it.each([30, 200])(
  'a class of %i behind one address that joins at the same moment is seated, and no table is left half empty',
  async (pupils) => {
    const { sdk, server } = await openTestServer();
    const rooms = await Promise.all(Array.from({ length: pupils }, () => sdk.joinOrCreate('counter')));
    const tables = perTable(rooms);
    expect(tables.filter((seated) => seated < 3)).toHaveLength(pupils % 3 === 0 ? 0 : 1);
    expect(server.host.rooms.size).toBe(Math.ceil(pupils / 3));
  },
  120_000,
);

it('past its rate a network opens no more tables for a while, and another does', async () => {
  const house = await openTestServer({}, { ...PROXY, PLAYERS_PER_ADDRESS: '4' });
  for (let left = 2; left > 0; left--) expect((await ask(house, 'create', 'counter', EVE)).status).toBe(200);
  expect(await ask(house, 'create', 'counter', EVE)).toMatchObject({
    status: 429,
    retryAfter: expect.stringMatching(/^\d+$/),
    error: expect.stringMatching(/^your network has opened too many tables: wait /),
  });
  expect((await ask(house, 'create', 'counter', ANN)).status).toBe(200);
});

it('the seats of a room count for the network that opened it until it has closed', async () => {
  const house = await openTestServer({ games: [{ game: arena }] }, { PLAYERS_PER_ADDRESS: '30' });
  const options = { seats: 60, fill: 0 };
  const first = await house.sdk.create('arena', options);
  expect(await rejection(house.sdk.create('arena', options))).toMatchObject({
    code: 429,
    message: 'your network has too many open tables: close one, or join one',
  });
  await first.leave();
  await eventually(() => house.server.host.rooms.size === 0);
  expect((await house.sdk.create('arena', options)).roomId).not.toBe(first.roomId);
});

it('a server that is full says so', async () => {
  const house = await openTestServer({}, { MEMORY_MB: '10' });
  expect(await ask(house, 'joinOrCreate', 'counter', ANN)).toEqual({
    code: 503,
    status: 503,
    retryAfter: '30',
    error: 'the server is full: try later',
  });
  expect(await house.metrics()).toContain('greenroom_room_refusals_total{reason="memory"} 1');
});

it('a private table has a code that nobody guesses, and a public one a short one', async () => {
  const { sdk } = await openTestServer();
  expect((await sdk.create('counter', { private: true })).roomId).toMatch(/^[A-HJ-NP-Z]{10}$/);
  expect((await sdk.create('counter')).roomId).toMatch(/^[A-HJ-NP-Z]{5}$/);
});

it('past a number of codes of no room a network may look up none, right or wrong, and another may', async () => {
  const house = await openTestServer({}, { ...PROXY, PLAYERS_PER_ADDRESS: '80' });
  const { roomId: hidden } = await house.sdk.create('counter', { private: true });
  const { roomId: listed } = await house.sdk.create('counter');
  const misses = Math.ceil(CODE_MISSES.perPlayer * 80);
  for (let left = misses + 1; left > 0; left--) {
    expect((await ask(house, 'joinById', 'QQQQQQQQQQ', EVE)).error).toBe('room "QQQQQQQQQQ" not found');
  }
  for (const code of ['QQQQQQQQQQ', hidden]) {
    expect(await ask(house, 'joinById', code, EVE)).toMatchObject({
      status: 429,
      retryAfter: String(CODE_MISSES.firstSeconds),
      error: 'your network has tried too many codes: wait a minute',
    });
  }
  expect(await ask(house, 'joinById', listed, EVE)).toMatchObject({ status: 200 });
  expect(await ask(house, 'joinById', hidden, ANN)).toMatchObject({ status: 200 });
  expect(house.logged.filter((line) => line.includes('tries codes'))).toHaveLength(1);
});

it('a return to no room, and one without a token of a seat there, get the same answer', async () => {
  const house = await openTestServer({}, PROXY);
  const { roomId } = await house.sdk.create('counter', { private: true });
  const answers = [
    await ask(house, 'reconnect', 'QQQQQQQQQQ', EVE, { reconnectionToken: 'guessed' }),
    await ask(house, 'reconnect', roomId, EVE, { reconnectionToken: 'guessed' }),
    await ask(house, 'reconnect', 'QQQQQQQQQQ', EVE),
    await ask(house, 'reconnect', roomId, EVE),
  ];
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

it('a private table of before, with a short code, comes back', async () => {
  const disk = new MemoryDisk();
  openMatch(new MemoryStore(disk), 'KRTWZ', counter, counter.options?.parse({}), true);
  const house = await openTestServer({ journal: new MemoryStore(disk) });
  expect([...house.server.host.rooms.keys()]).toEqual(['KRTWZ']);
});

it('past its bound a network is promised no more seats until some are taken up, and another is', async () => {
  const house = await openTestServer({}, { ...PROXY, PLAYERS_PER_ADDRESS: '4' });
  const { roomId } = await house.sdk.create('counter');
  for (let left = 4 * ADDRESS_LIMITS.held.reservations; left > 0; left--)
    expect((await ask(house, 'joinById', roomId, EVE)).status).toBe(200);
  expect(await ask(house, 'joinById', roomId, EVE)).toMatchObject({
    status: 429,
    error: 'your network has asked for too many seats and not taken them: wait a moment',
  });
  expect((await ask(house, 'joinById', roomId, ANN)).status).toBe(200);
});

it.each([
  ['joins', 'joinById', 'joins too many tables'],
  ['returns', 'reconnect', 'comes back too often'],
] as const)('%s: past its rate a network has to wait, and another does not', async (rate, method, words) => {
  const house = await openTestServer({}, { ...PROXY, PLAYERS_PER_ADDRESS: '1' });
  for (let left = ADDRESS_LIMITS.rates[rate].amount; left > 0; left--)
    expect((await ask(house, method, 'QQQQQQQQQQ', EVE)).error).not.toContain(words);
  expect(await ask(house, method, 'QQQQQQQQQQ', EVE)).toMatchObject({
    status: 429,
    error: expect.stringContaining(words),
  });
  expect((await ask(house, method, 'QQQQQQQQQQ', ANN)).error).not.toContain(words);
});

it('a room has a bounded number of spectators, and one more is refused', async () => {
  setLimit('watchers', 2);
  const house = await openTestServer();
  const { roomId } = await house.sdk.create('counter');
  for (let left = LIMITS.watchers; left > 0; left--) await house.sdk.joinById(roomId, { spectate: true });
  expect(await rejection(house.sdk.joinById(roomId, { spectate: true }))).toMatchObject({
    message: expect.stringContaining('too many watch this room already'),
  });
  expect((await house.sdk.joinById(roomId)).roomId).toBe(roomId);
});

it('a room whose creator does not come for the promised seat in time closes', async () => {
  setLimit('reservationMs', 1_000);
  const house = await openTestServer();
  expect((await ask(house, 'create', 'counter', EVE)).status).toBe(200);
  expect(house.server.host.rooms.size).toBe(1);
  await eventually(() => house.server.host.rooms.size === 0);
  expect(await house.metrics()).toContain('greenroom_unused_rooms_total 1');
});
