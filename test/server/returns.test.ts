/** Several lines come back to one seat at once: whatever their order, one has it, and the match knows whether anybody is there. */
import { setImmediate as breathe } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CrashingServer } from './crash/crashing-server.ts';
import { entering, HeldJournal } from './held-journal.ts';
import { COUNTER, eventually, openTestServer, rejection, type TestServer } from '../support/test-server.ts';
import { RawClient } from './raw-client.ts';
import type { CounterClient } from './games.ts';

const JOIN_ROOM = 10;
const TAKEN_OVER = 4002;

/** Ann has a seat, and her line is broken. */
async function annIsAway(house: TestServer) {
  const { sdk, server } = house;
  const ann = await sdk.create<CounterClient>('counter', { name: 'Ann' });
  ann.reconnection.enabled = false;
  const room = server.host.rooms.get(ann.roomId)!;
  ann.connection.close();
  await eventually(() => room.match.players[0]?.connected === false);
  const token = ann.reconnectionToken.split(':')[1] ?? '';
  const seat = { processId: 'any', roomId: ann.roomId, sessionId: ann.sessionId };
  return { ann, room, token, seat };
}

it.each([2, 3, 20])('of %i returns on one token at once one sits, and the others are refused', async (count) => {
  const house = await openTestServer();
  const { ann, room } = await annIsAway(house);
  const returns = await Promise.allSettled(
    Array.from({ length: count }, () => house.sdk.reconnect<CounterClient>(ann.reconnectionToken)),
  );
  const inside = returns.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  await eventually(() => inside.filter(({ connection }) => connection.isOpen).length === 1);
  const [sits] = inside.filter(({ connection }) => connection.isOpen);
  expect(await sits?.request('add', { n: 3 })).toEqual({ ok: true });
  expect(room.match.players).toMatchObject([{ id: ann.sessionId, connected: true }]);
  for (const each of returns) {
    if (each.status === 'rejected') expect(String(each.reason)).toMatch(/another connection/);
  }
  await sits?.leave();
  await eventually(() => !house.server.host.rooms.has(ann.roomId));
});

it.each(['first', 'second'])('a page that connects twice and closes the %s at once has its seat', async (closed) => {
  const journal = new HeldJournal();
  const house = await openTestServer({ journal, games: [COUNTER] });
  const { room, token, seat } = await annIsAway(house);
  const returning = journal.hold(() => true);
  await returning;
  const first = await RawClient.take(house.url, seat, { reconnectionToken: token });
  const second = await RawClient.take(house.url, seat, { reconnectionToken: token });
  const [gone, stays] = closed === 'first' ? [first, second] : [second, first];
  gone.socket.close();
  await gone.closed;
  journal.release();
  await stays.next(JOIN_ROOM);
  stays.send(JOIN_ROOM);
  await eventually(() => room.match.players[0]?.connected === true);
  stays.socket.close();
  await eventually(() => room.match.players[0]?.connected === false);
});

it('a line that comes while another one is being written down has the seat instead', async () => {
  const journal = new HeldJournal();
  const house = await openTestServer({ journal, games: [COUNTER] });
  const { room, token, seat } = await annIsAway(house);
  const returning = journal.hold(entering('return'));
  const first = await RawClient.take(house.url, seat, { reconnectionToken: token });
  await returning;
  const second = await RawClient.take(house.url, seat, { reconnectionToken: token });
  journal.release();
  expect(await first.closed).toEqual({ code: TAKEN_OVER, reason: expect.stringContaining('another connection') });
  await second.next(JOIN_ROOM);
  second.send(JOIN_ROOM);
  await eventually(() => room.match.players[0]?.connected === true);
});

it('a client with the newest token displaces a connection that is not yet known to be dead', async () => {
  const house = await openTestServer();
  const { room, token, seat } = await annIsAway(house);
  const first = await RawClient.take(house.url, seat, { reconnectionToken: token });
  const welcome = await first.next(JOIN_ROOM);
  first.send(JOIN_ROOM);
  const newest = Buffer.from(welcome.subarray(2, 2 + (welcome[1] ?? 0))).toString();
  const second = await RawClient.take(house.url, seat, { reconnectionToken: newest });
  expect(await first.closed).toMatchObject({ code: TAKEN_OVER });
  await second.next(JOIN_ROOM);
  second.send(JOIN_ROOM);
  await eventually(() => room.match.players[0]?.connected === true);
  // The newest was used, so the one before it opens nothing any more.
  expect(await rejection(house.sdk.reconnect(`${seat.roomId}:${token}`))).toMatchObject({ code: 524 });
});

it('a spectator who comes back twice at once watches on one line', async () => {
  const { sdk, server } = await openTestServer();
  const ann = await sdk.create<CounterClient>('counter');
  const eve = await sdk.joinById<CounterClient>(ann.roomId, { spectate: true });
  eve.reconnection.enabled = false;
  eve.connection.close();
  const returns = await Promise.allSettled([1, 2, 3].map(() => sdk.reconnect<CounterClient>(eve.reconnectionToken)));
  const inside = returns.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  await eventually(() => inside.filter(({ connection }) => connection.isOpen).length === 1);
  expect(server.host.rooms.get(ann.roomId)?.members.spectatorCount).toBe(1);
});

it('of several returns to a room whose clock is held after a restart one sits, and the clock goes on when all are back', async () => {
  const house = await CrashingServer.open();
  const ann = await house.sdk.create<CounterClient>('counter', { name: 'Ann' });
  const bob = await house.sdk.joinById<CounterClient>(ann.roomId, { name: 'Bob' });
  for (const room of [ann, bob]) room.reconnection.enabled = false;
  expect(await ann.request('add', { n: 2 })).toEqual({ ok: true });
  await house.restart();
  const returns = await Promise.allSettled(
    Array.from({ length: 5 }, () => house.sdk.reconnect<CounterClient>(ann.reconnectionToken)),
  );
  const inside = returns.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  await eventually(() => inside.filter(({ connection }) => connection.isOpen).length === 1);
  const back = await house.sdk.reconnect<CounterClient>(bob.reconnectionToken);
  expect(await back.request('add', { n: 3 })).toEqual({ ok: true });
  expect(back.state.total).toBe(5);
  const [sits] = inside.filter(({ connection }) => connection.isOpen);
  expect(await sits?.request('add', { n: 1 })).toEqual({ ok: true });
});

/** What may happen, in any order and with any distance: a line comes (with the oldest or the newest token known), closes, confirms. */
const deeds = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('come' as const), newest: fc.boolean() }),
    fc.record({ kind: fc.constantFrom('close' as const, 'confirm' as const), which: fc.nat(5) }),
    fc.record({ kind: fc.constant('wait' as const), turns: fc.nat(40) }),
  ),
  { minLength: 2, maxLength: 14 },
);

it('in any order of comings and closings, a player is connected if a line of theirs is open, and only then', async () => {
  const house = await openTestServer();
  const { server, url } = house;
  await fc.assert(
    fc.asyncProperty(deeds, async (plan) => {
      const { room, token, seat } = await annIsAway(house);
      const tokens = [token];
      const lines: RawClient[] = [];
      const learn = (line: RawClient): void => {
        const frame = line.frames.find(([kind]) => kind === JOIN_ROOM);
        if (frame === undefined) return;
        const next = Buffer.from(frame.subarray(2, 2 + (frame[1] ?? 0))).toString();
        if (!tokens.includes(next)) tokens.push(next);
      };
      for (const deed of plan) {
        lines.forEach(learn);
        if (deed.kind === 'come') {
          const reconnectionToken = deed.newest ? tokens.at(-1) : token;
          lines.push(await RawClient.take(url, seat, { reconnectionToken }));
        } else if (deed.kind === 'wait') {
          for (let left = deed.turns; left > 0; left--) await breathe();
        } else {
          const line = lines.at(deed.which % Math.max(1, lines.length));
          if (deed.kind === 'close') line?.socket.close();
          else if (line?.frames.some(([kind]) => kind === JOIN_ROOM)) line.send(JOIN_ROOM);
        }
      }
      const isOpen = ({ socket }: RawClient): boolean => socket.readyState === WebSocket.OPEN;
      const connected = (): boolean => room.match.players[0]?.connected === true;
      const hasJoined = ({ frames }: RawClient): boolean => frames.some(([kind]) => kind === JOIN_ROOM);
      // One at most is left, and it is let in.
      await eventually(() => {
        const open = lines.filter(isOpen);
        return open.length <= 1 && open.every(hasJoined) && connected() === (open.length === 1);
      });
      const settled = room.match.tick + 5;
      await eventually(() => room.match.tick >= settled);
      expect(connected()).toBe(lines.some(isOpen));
      // And the seat is there for the client with the newest token.
      lines.forEach(learn);
      const last = await house.sdk.reconnect<CounterClient>(`${seat.roomId}:${tokens.at(-1)}`);
      expect(await last.request('add', { n: 1 })).toEqual({ ok: true });
      await last.leave();
      await eventually(() => !server.host.rooms.has(seat.roomId) || room.match.players.length === 0);
    }),
    { numRuns: 25 },
  );
});
