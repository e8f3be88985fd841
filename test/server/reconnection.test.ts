import type { Room } from '@colyseus/sdk';
import { expect, it } from 'vitest';
import type { Ask } from '../../shared/wire.ts';
import { counter, type CounterClient } from './games.ts';
import { entering, HeldJournal } from './held-journal.ts';
import { closing, COUNTER, eventually, recordMessages, openTestServer, rejection } from '../support/test-server.ts';
import { RawClient, reserve } from './raw-client.ts';

const JOIN_ROOM = 10;
const HASTY = { game: { ...counter, name: 'hasty', reconnectGraceMs: 50 } };

/** Makes a client come back at once when its connection breaks. */
function persistent<T>(room: Room<unknown, T>): Room<unknown, T> {
  Object.assign(room.reconnection, { minUptime: 0, minDelay: 1 });
  return room;
}

function tokenOf(room: Room): string {
  return room.reconnectionToken.split(':')[1] ?? '';
}

function came(room: Room): Promise<void> {
  return new Promise((resolve) => room.onReconnect.once(resolve));
}

it('a player whose connection breaks keeps the seat, and comes back to it with a new token', async () => {
  const { sdk } = await openTestServer();
  const ann = persistent(await sdk.create<CounterClient>('counter', { name: 'Ann' }));
  const bob = await sdk.joinById<CounterClient>(ann.roomId);
  await eventually(() => ann.state.hands?.length === 2 && bob.state.hands?.length === 2);
  const got = recordMessages(ann);
  const [token, back] = [ann.reconnectionToken, came(ann)];
  const drops: number[] = [];
  bob.onStateChange(({ dropped }) => void drops.push(dropped));
  ann.connection.close();
  await back;
  await eventually(() => bob.state.dropped === 0 && drops.includes(1));
  expect(ann.reconnectionToken).not.toBe(token);
  await eventually(() => got.length > 0);
  expect(got[0]).toMatchObject({ type: '$welcome', data: { seat: 0, player: ann.sessionId } });

  expect(await ann.request('add', { n: 4 })).toEqual({ ok: true });
  expect(ann.state.total).toBe(4);
  expect(Array.from(ann.state.hands, ({ card }) => card)).toEqual([1000, undefined]);
});

it('a question that is open is asked again when the player comes back', async () => {
  const { sdk } = await openTestServer();
  const ann = persistent(await sdk.create<CounterClient>('counter', { name: 'Ann' }));
  await ann.request('ask', {});
  const got = recordMessages(ann);
  const back = came(ann);
  ann.connection.close();
  await back;
  await eventually(() => got.some(({ type }) => type === '$ask'));
  const ask = got.find(({ type }) => type === '$ask')?.data as Ask;
  expect(await ann.request('$answer', { question: ask.question, answer: true })).toEqual({ ok: true });
  expect([...ann.state.said]).toEqual(['Ann: sure']);
});

it('a reply that the line has lost comes when the message is sent again', async () => {
  const { sdk } = await openTestServer();
  const ann = persistent(await sdk.create<CounterClient>('counter'));
  ann.send('$message', [1, 0, 'add', { n: 4 }]);
  ann.send('$message', [2, 0, 'fly', {}]);
  await eventually(() => ann.state.total === 4);
  const [got, back] = [recordMessages(ann), came(ann)];
  ann.connection.close();
  await back;
  await eventually(() => got.length > 0);
  expect(got[0]).toMatchObject({ type: '$welcome', data: { received: 2, held: false, recoveries: 0 } });
  ann.send('$message', [1, 0, 'add', { n: 4 }]);
  ann.send('$message', [2, 0, 'fly', {}]);
  await eventually(() => got.length === 3);
  expect(got.slice(1)).toEqual([
    { type: '$reply', data: [1, { ok: true }] },
    { type: '$reply', data: [2, expect.objectContaining({ ok: false, code: 'unknown-type' })] },
  ]);
  expect(ann.state.total).toBe(4);
});

it('a player who stays away longer than the grace has left', async () => {
  const { sdk, server } = await openTestServer({ games: [HASTY] });
  const ann = await sdk.create<CounterClient>('hasty');
  const bob = await sdk.joinById<CounterClient>(ann.roomId);
  ann.reconnection.enabled = false;
  // The grace is short: the drop may be over before anybody looks.
  const drops: number[] = [];
  bob.onStateChange(({ dropped }) => void drops.push(dropped));
  ann.connection.close();
  await eventually(() => drops.includes(1));
  await eventually(() => server.host.rooms.get(bob.roomId)?.match.players.length === 1);
  await eventually(() => bob.state.dropped === 0);
  expect(await rejection(sdk.reconnect(ann.reconnectionToken))).toMatchObject({ code: 524 });
});

it('a player who says goodbye has left at once', async () => {
  const { sdk, server } = await openTestServer();
  const ann = await sdk.create<CounterClient>('counter');
  const bob = await sdk.joinById<CounterClient>(ann.roomId);
  await ann.leave();
  await eventually(() => server.host.rooms.get(bob.roomId)?.match.players.length === 1);
  expect(await rejection(sdk.reconnect(ann.reconnectionToken))).toMatchObject({ code: 524 });
});

it('a forged token and one that is older than one that was used open nothing', async () => {
  const { sdk, url } = await openTestServer();
  const ann = persistent(await sdk.create<CounterClient>('counter'));
  const used = tokenOf(ann);
  for (let times = 2; times > 0; times--) {
    const back = came(ann);
    ann.connection.close();
    await back;
  }
  for (const token of [used, 'forged', '__proto__', '', { toString: 1 }, 17, null]) {
    await expect(reserve(url, 'reconnect', ann.roomId, { reconnectionToken: token })).rejects.toThrow();
  }
  // Nor does the socket open to them, for somebody who knows the session.
  const { processId } = await reserve(url, 'create', 'counter', {});
  for (const reconnectionToken of [used, 'forged', '__proto__']) {
    const thief = await RawClient.take(
      url,
      { processId, roomId: ann.roomId, sessionId: ann.sessionId },
      { reconnectionToken },
    );
    expect(await thief.closed).toMatchObject({ code: 4003 });
  }
  expect(await ann.request('add', { n: 1 })).toEqual({ ok: true });
});

it('a player who opens a seat again in another tab has it there, and not in the first any more', async () => {
  const { sdk } = await openTestServer();
  const tab = await sdk.create<CounterClient>('counter');
  const closed = closing(tab);
  const other = await sdk.reconnect<CounterClient>(tab.reconnectionToken);
  expect(await closed).toMatchObject({ code: 4002 });
  expect(await other.request('add', { n: 2 })).toEqual({ ok: true });
  expect(other.state.hands).toHaveLength(1);
});

it('a connection that breaks while its player comes back costs nothing: the same token works again', async () => {
  const journal = new HeldJournal();
  const { sdk, url, server } = await openTestServer({ journal, games: [COUNTER] });
  const ann = await sdk.create<CounterClient>('counter');
  ann.reconnection.enabled = false;
  const options = { reconnectionToken: tokenOf(ann) };
  ann.connection.close();
  await eventually(() => server.host.rooms.get(ann.roomId)?.match.players[0]?.connected === false);

  const returning = journal.hold(entering('return'));
  const short = await RawClient.join(url, 'reconnect', ann.roomId, options);
  await returning;
  short.socket.close();
  await short.closed;
  journal.release();
  await eventually(() => journal.kinds.filter((kind) => kind === 'drop').length === 2);

  const again = await RawClient.join(url, 'reconnect', ann.roomId, options);
  await again.next(JOIN_ROOM);
  expect(server.host.rooms.get(ann.roomId)?.match.players).toMatchObject([{ id: ann.sessionId, connected: true }]);
  expect(journal.kinds).toEqual(['join', 'drop', 'return', 'drop', 'return']);
});

it.each(['by the SDK’s own retry', 'by a page that opens the seat again'])(
  'a line that went dead before its client got the new token does not keep it out: %s',
  async (way) => {
    const { sdk, url, server } = await openTestServer();
    const ann = await sdk.create<CounterClient>('counter');
    ann.reconnection.enabled = false;
    const options = { reconnectionToken: tokenOf(ann) };
    ann.connection.close();
    await eventually(() => server.host.rooms.get(ann.roomId)?.match.players[0]?.connected === false);
    // Its socket stays open, and nothing of what the server sends arrives: neither the new token, nor a confirmation.
    const dead = await RawClient.join(url, 'reconnect', ann.roomId, options);
    await dead.next(JOIN_ROOM);

    const seat = { processId: 'any', roomId: ann.roomId, sessionId: ann.sessionId };
    const again = await (way.startsWith('by the SDK')
      ? RawClient.take(url, seat, options)
      : RawClient.join(url, 'reconnect', ann.roomId, options));
    await again.next(JOIN_ROOM);
    again.send(JOIN_ROOM);
    await eventually(() => server.host.rooms.get(ann.roomId)?.match.players[0]?.connected === true);
    expect(server.host.rooms.get(ann.roomId)?.match.players).toHaveLength(1);
  },
);

it('a player who leaves during the join has no seat, and no other player is affected', async () => {
  const journal = new HeldJournal();
  const { sdk, url, server } = await openTestServer({ journal });
  const ann = await sdk.create<CounterClient>('counter');
  const joining = journal.hold(entering('join'));
  const short = await RawClient.join(url, 'joinById', ann.roomId);
  await joining;
  short.socket.close();
  await short.closed;
  journal.release();
  await eventually(() => journal.kinds.includes('leave'));
  expect(await ann.request('add', { n: 1 })).toEqual({ ok: true });
  expect(server.host.rooms.get(ann.roomId)?.match.players).toHaveLength(1);
  expect(journal.kinds).toEqual(['join', 'join', 'leave', 'message']);
});
