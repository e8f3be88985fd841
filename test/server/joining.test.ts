import type { Room } from '@colyseus/sdk';
import { expect, it } from 'vitest';
import { COUNTER, eventually, recordMessages, openTestServer, rejection } from '../support/test-server.ts';
import { z } from 'zod';
import { counter, type CounterClient } from './games.ts';
import { MemoryStore } from '../../tools/sim/journal/memory-store.ts';

const PUBLIC = { name: 'Ann' };

it('a player who joins gets the id and the seat', async () => {
  const { sdk } = await openTestServer();
  const room = await sdk.create<CounterClient>('counter', { name: '  Ann ', from: 7 });
  const got = recordMessages(room);
  await eventually(() => got.length >= 2 && room.state.hands.length === 1);
  expect(room.roomId).toMatch(/^[A-HJ-NP-Z]{5}$/);
  expect(got[0]).toEqual({
    type: '$welcome',
    data: {
      game: 'counter',
      seat: 0,
      player: room.sessionId,
      tickRate: 50,
      matchId: expect.stringMatching(`^${room.roomId}-[a-z2-7]{10}$`),
      now: expect.any(Number),
      received: 0,
      held: false,
      recoveries: 0,
      inputs: false,
      slipMs: expect.any(Number),
    },
  });
  expect(got[1]).toEqual({ type: 'whisper', data: 'welcome Ann' });
  expect(room.state.total).toBe(7);
});

it('a name keeps the joiners and tags of its emoji, and is measured as its reader counts', async () => {
  const { sdk, server } = await openTestServer();
  const name = '👩‍👩‍👧‍👦'.repeat(16) + '🏴󠁧󠁢󠁥󠁮󠁧󠁿Ann';
  const room = await sdk.create<CounterClient>('counter', { name });
  expect(server.host.rooms.get(room.roomId)?.match.players[0]?.name).toBe(name);
  await expect(sdk.create('counter', { name: `${name}!` })).rejects.toThrow('a name has 1 to 20 characters');
});

it('half a surrogate pair in a name is left out: nobody could write it down', async () => {
  const { sdk, server } = await openTestServer();
  const room = await sdk.create<CounterClient>('counter', { name: '\ud800Ann\udc00' });
  expect(server.host.rooms.get(room.roomId)?.match.players[0]?.name).toBe('Ann');
});

it('quick play fills a table before it opens another', async () => {
  const { sdk } = await openTestServer();
  const rooms = await Promise.all(Array.from({ length: 7 }, () => sdk.joinOrCreate('counter', PUBLIC)));
  const perRoom = new Map<string, number>();
  for (const { roomId } of rooms) perRoom.set(roomId, (perRoom.get(roomId) ?? 0) + 1);
  expect([...perRoom.values()].sort()).toEqual([1, 3, 3]);
});

it('quick play finds no private and no closed table', async () => {
  const { sdk } = await openTestServer();
  const hidden = await sdk.create('counter', { private: true });
  const closed = await sdk.create('counter', {});
  expect(await closed.request('close', {})).toEqual({ ok: true });
  const found = await sdk.joinOrCreate('counter', PUBLIC);
  expect([hidden.roomId, closed.roomId]).not.toContain(found.roomId);
  const again = await sdk.joinOrCreate('counter', { ...PUBLIC, private: true });
  expect(again.roomId).not.toBe(found.roomId);
});

it('a private table is joined by its code', async () => {
  const { sdk } = await openTestServer();
  const hidden = await sdk.create('counter', { private: true });
  const friend = await sdk.joinById(hidden.roomId, PUBLIC);
  expect(friend.roomId).toBe(hidden.roomId);
});

it('a player who finds the room full or closed gets the reason, and may watch', async () => {
  const { sdk } = await openTestServer();
  const { roomId } = await sdk.create('counter', {});
  await sdk.joinById(roomId);
  const third = await sdk.joinById(roomId);
  expect(await rejection(sdk.joinById(roomId))).toMatchObject({ message: expect.stringMatching(/^room-full: /) });
  await third.leave();
  const last = await sdk.joinById(roomId);
  await last.leave();
  const [closer] = [await sdk.joinById(roomId)];
  await closer.request('close', {});
  await closer.leave();
  expect(await rejection(sdk.joinById(roomId))).toMatchObject({ message: expect.stringMatching(/^room-closed: /) });

  const watcher = await sdk.joinById<CounterClient>(roomId, { spectate: true });
  const got = recordMessages(watcher);
  await eventually(() => got.length > 0 && watcher.state.hands.length > 0);
  expect(got[0]).toMatchObject({ type: '$welcome', data: { seat: null } });
  expect(await watcher.request('add', { n: 1 })).toMatchObject({ ok: false, code: 'not-seated' });
});

it('everybody sees what their own seat may see, and a spectator what is for all', async () => {
  const { sdk } = await openTestServer();
  const ann = await sdk.create<CounterClient>('counter');
  const bob = await sdk.joinById<CounterClient>(ann.roomId);
  const eve = await sdk.joinById<CounterClient>(ann.roomId, { spectate: true });
  const cards = (room: Room<unknown, CounterClient>) => Array.from(room.state.hands, ({ card }) => card);
  const full = (room: Room<unknown, CounterClient>) => room.state.hands?.length === 2;
  await eventually(() => [ann, bob, eve].every(full));
  expect(cards(ann)).toEqual([1000, undefined]);
  expect(cards(bob)).toEqual([undefined, 1001]);
  expect(cards(eve)).toEqual([undefined, undefined]);
});

it.each([
  ['a name that is too long', { name: 'x'.repeat(21) }, /name.*1 to 20 characters/],
  ['a name of nothing visible', { name: '\u200b \u0007' }, /name.*1 to 20 characters/],
  ['a name that is no text', { name: { toString: 1 } }, /name/],
  ['a wish to watch that is no yes or no', { spectate: 'yes' }, /spectate/],
  ['options that the game does not have', { color: 'red' }, /color/],
  ['options of the wrong type', { from: '7' }, /from/],
  ['an option that breaks a look at the options', { hasOwnProperty: 1 }, /hasOwnProperty/],
])('%s is refused clearly', async (_, options, message) => {
  const { sdk, get } = await openTestServer();
  const error = await rejection(sdk.create('counter', options));
  expect(error).toMatchObject({ name: 'MatchMakeError', code: 521, message: expect.stringMatching(message) });
  expect(await (await get('/api/rooms')).json()).toEqual({ rooms: [] });
});

it('options that the game gives as anything but plain data open nothing, and the creator hears which and where', async () => {
  const journal = new MemoryStore();
  const options = counter.options.extend({ until: z.coerce.date() });
  const { sdk, server } = await openTestServer({ journal, games: [{ ...COUNTER, game: { ...counter, options } }] });
  const error = await rejection(sdk.create('counter', { until: 0 }));
  expect(error).toMatchObject({ code: 521, message: expect.stringContaining('options.until is a Date') });
  expect([server.host.rooms.size, journal.unfinished()]).toEqual([0, []]);
});

it.each([['[]'], ['"text"'], ['17'], ['{'], ['{"name":"\\u0000"}']])(
  'a body of %s is refused clearly',
  async (body) => {
    const { get, server } = await openTestServer();
    const headers = { 'content-type': 'application/json' };
    const response = await get('/matchmake/create/counter', { method: 'POST', headers, body });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).not.toMatch(/ at .*\.[mc]?[jt]s/);
    expect(server.host.rooms.size).toBe(0);
  },
);

it('a game or a room that does not exist is refused clearly', async () => {
  const { sdk } = await openTestServer();
  for (const wish of [sdk.create('chess'), sdk.create('__proto__'), sdk.joinById('QQQQQ'), sdk.joinById('__proto__')]) {
    expect(await rejection(wish)).toMatchObject({ name: 'MatchMakeError', message: expect.stringMatching(/not/) });
  }
});

it('a bot that the script asks for takes a seat, sees as much as its seat, and plays by messages', async () => {
  const { sdk } = await openTestServer({ games: [COUNTER] });
  const room = await sdk.create<CounterClient & { said: string[] }>('counter', { bots: 2 });
  await eventually(() => room.state.said?.length === 2);
  expect(Array.from(room.state.hands, ({ bot }) => bot).sort()).toEqual([false, true, true]);
  expect([...room.state.said]).toEqual(['a bot sees 1 card', 'a bot sees 1 card']);
  expect(room.state.total).toBe(2);
});
