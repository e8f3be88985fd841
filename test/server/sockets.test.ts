/** What one socket, and all sockets of one address, may ask of the server; and that nobody else pays for those that want more. */
import { setTimeout as sleep } from 'node:timers/promises';
import { matchMaker, Protocol } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import type { ClientSocket } from '../../server/colyseus/client-socket.ts';
import { GameRoom } from '../../server/colyseus/room/game-room.ts';
import { LIMITS } from '../../server/host/limits.ts';
import { defineGame } from '../../shared/runtime/index.ts';
import { setLimit } from './set-limit.ts';
import { entering, HeldJournal } from './held-journal.ts';
import { eventually, openTestServer, type TestServer } from '../support/test-server.ts';
import { reserve } from './raw-client.ts';
import { frameOf, OPCODE, FrameConnection } from './web-socket-frames.ts';
import type { CounterClient } from './games.ts';

const JOIN = Uint8Array.of(Protocol.JOIN_ROOM);
const PING = Uint8Array.of(Protocol.PING);
/** `add { n: 1 }` */
const ADD = Uint8Array.of(Protocol.ROOM_DATA, 0xa3, 0x61, 0x64, 0x64, 0x81, 0xa1, 0x6e, 1);

/** A table at which somebody plays as one should. */
async function table(house: TestServer) {
  const ann = await house.sdk.create<CounterClient>('counter');
  await eventually(() => ann.state.hands?.length === 1);
  return {
    ann,
    async isUnharmed() {
      expect(await ann.request('add', { n: 2 })).toEqual({ ok: true });
      expect((await house.get('/healthz')).status).toBe(200);
    },
    /** Somebody who speaks the protocol by hand. */
    async intrude(): Promise<FrameConnection> {
      const wire = await FrameConnection.take(house.url, await reserve(house.url, 'joinById', ann.roomId, {}));
      await eventually(() => wire.of(OPCODE.binary).length > 0);
      wire.send(OPCODE.binary, JOIN);
      await eventually(() => ann.state.hands.length === 2);
      return wire;
    },
  };
}

/** The server's end of a client at a table; the first has sat down first. */
function socketOf({ roomId }: { readonly roomId: string }, index = 0): ClientSocket {
  const room = matchMaker.getLocalRoomById(roomId);
  const socket = room instanceof GameRoom ? room.clients[index]?.socket : undefined;
  if (socket === undefined) throw new Error('there is no such client');
  return socket;
}

async function countOf(house: TestServer, reason: string): Promise<number> {
  const metrics = await house.metrics();
  return Number(new RegExp(`greenroom_sockets_cut_total\\{reason="${reason}"\\} (\\d+)`).exec(metrics)?.[1] ?? 0);
}

function times(count: number, ...frames: Buffer[]): Buffer {
  const all = Buffer.concat(frames);
  return Buffer.concat(Array.from({ length: count }, () => all));
}

describe('a socket to /', () => {
  it('tells an SDK how long the way to the server is', async () => {
    const { sdk } = await openTestServer();
    expect(await sdk.getLatency({ pingCount: 5 })).toBeGreaterThanOrEqual(0);
  });

  it('answers some messages, and closes', async () => {
    const house = await openTestServer();
    const wire = await FrameConnection.open(house.url, '/');
    for (let count = 0; count < LIMITS.latencyMessages + 5; count++) wire.send(OPCODE.binary, Uint8Array.of(1));
    await eventually(() => wire.goodbye !== undefined);
    expect(wire.goodbye).toEqual({ code: 1_000, reason: '' });
    expect(wire.of(OPCODE.binary)).toHaveLength(LIMITS.latencyMessages);
  });

  it('closes by itself', async () => {
    setLimit('latencyMs', 100);
    const house = await openTestServer();
    const wire = await FrameConnection.open(house.url, '/');
    await wire.ended;
    expect(wire.goodbye).toEqual({ code: 1_000, reason: '' });
  });

  it('answers no message when many frames come at once', async () => {
    const house = await openTestServer();
    const { isUnharmed } = await table(house);
    const wire = await FrameConnection.open(house.url, '/');
    wire.socket.write(times(5_000, frameOf(OPCODE.binary, Uint8Array.of(1))));
    await eventually(() => wire.goodbye !== undefined);
    expect(wire.goodbye).toEqual({ code: 4_023, reason: 'too many messages' });
    expect(wire.of(OPCODE.binary)).toEqual([]);
    await wire.ended;
    await isUnharmed();
    expect(await countOf(house, 'flood')).toBe(1);
  });
});

describe('a player who floods is closed, what comes after is not read, and nobody else notices:', () => {
  it.each<[string, Buffer]>([
    ['empty frames', frameOf(OPCODE.binary)],
    ['texts', frameOf(OPCODE.text, Buffer.from('x'))],
    ['pings', frameOf(OPCODE.ping)],
    ['pongs', frameOf(OPCODE.pong)],
    ['pings of the SDK', frameOf(OPCODE.binary, PING)],
    ['fragments', Buffer.concat([frameOf(OPCODE.binary, PING, false), frameOf(OPCODE.more)])],
    ['messages', frameOf(OPCODE.binary, ADD)],
    ['long frames', frameOf(OPCODE.binary, new Uint8Array(LIMITS.frameBytes))],
  ])('%s', async (_, frame) => {
    const house = await openTestServer();
    const { ann, isUnharmed, intrude } = await table(house);
    const eve = await intrude();
    eve.socket.write(times(LIMITS.frameBurst + 1_000, frame));
    await eventually(() => eve.goodbye !== undefined);
    expect(eve.goodbye).toEqual({ code: 4_023, reason: 'too many messages' });
    const { total } = ann.state;
    eve.send(OPCODE.binary, ADD);
    await eve.ended;
    await isUnharmed();
    expect(ann.state.total).toBe(total + 2);
    expect(await countOf(house, 'flood')).toBe(1);
  });
});

it('a socket that sends before its upgrade is answered is refused', async () => {
  const house = await openTestServer();
  const wire = await FrameConnection.open(house.url, '/', times(5_000, frameOf(OPCODE.pong)));
  expect(wire.status).toBe('HTTP/1.1 400 Bad Request');
  await wire.ended;
});

it('of many pings some are answered, of the protocol and of the SDK together', async () => {
  const house = await openTestServer();
  const { ann, isUnharmed, intrude } = await table(house);
  const eve = await intrude();
  const pongs = () =>
    eve.of(OPCODE.pong).length + eve.of(OPCODE.binary).filter(({ payload }) => payload[0] === Protocol.PING).length;
  eve.socket.write(times(500, frameOf(OPCODE.ping), frameOf(OPCODE.binary, PING)));
  const { total } = ann.state;
  eve.send(OPCODE.binary, ADD);
  await eventually(() => ann.state.total === total + 1);
  await isUnharmed();
  expect(pongs()).toBeGreaterThanOrEqual(LIMITS.pingBurst);
  // On a machine that is slow the next ones are due.
  expect(pongs()).toBeLessThan(500);
  expect(eve.goodbye).toBeUndefined();
});

it('a message of many pieces closes its socket', async () => {
  const house = await openTestServer();
  const { isUnharmed, intrude } = await table(house);
  const eve = await intrude();
  eve.send(OPCODE.binary, PING, false);
  for (let count = 0; count < LIMITS.fragments; count++) eve.send(OPCODE.more, Uint8Array.of(0), false);
  await eventually(() => eve.goodbye !== undefined);
  expect(eve.goodbye?.code).toBe(1_008);
  await eve.ended;
  await isUnharmed();
});

it('a frame that comes in many pieces closes its socket', async () => {
  const house = await openTestServer();
  const { isUnharmed, intrude } = await table(house);
  const eve = await intrude();
  eve.socket.setNoDelay(true);
  const frame = frameOf(OPCODE.binary, new Uint8Array(64 * LIMITS.chunks));
  for (let at = 0; eve.goodbye === undefined && at < frame.length; at++) {
    eve.socket.write(frame.subarray(at, at + 1));
    await sleep(1);
  }
  expect(eve.goodbye?.code).toBe(1_008);
  await isUnharmed();
});

it('a client that was told goodbye is not listened to any more, and its socket ends even if it stays', async () => {
  setLimit('goodbyeMs', 500);
  const house = await openTestServer();
  const { ann, isUnharmed, intrude } = await table(house);
  const eve = await intrude();
  eve.send(OPCODE.binary, Uint8Array.of(Protocol.LEAVE_ROOM));
  await eventually(() => eve.goodbye !== undefined);
  expect(eve.goodbye).toEqual({ code: 4_000, reason: '' });
  const { total } = ann.state;
  const pongs = eve.of(OPCODE.pong).length;
  eve.socket.write(times(LIMITS.goodbyeFrames + 1_000, frameOf(OPCODE.binary, ADD), frameOf(OPCODE.ping)));
  await eve.ended;
  await isUnharmed();
  expect(ann.state.total).toBe(total + 2);
  expect(eve.of(OPCODE.pong)).toHaveLength(pongs);
});

it('a socket that gets no seat in time is closed', async () => {
  const journal = new HeldJournal();
  const house = await openTestServer({ journal });
  const { ann } = await table(house);
  setLimit('unseatedMs', 300);
  const held = journal.hold(entering('join'));
  const late = await FrameConnection.take(house.url, await reserve(house.url, 'joinById', ann.roomId, {}));
  await held;
  await late.ended;
  journal.release();
  expect(await countOf(house, 'no-seat')).toBe(1);
});

it('a socket without a seat sends a bounded number of frames, and one more closes it', async () => {
  const house = await openTestServer();
  const wires = [await FrameConnection.open(house.url, '/'), await FrameConnection.open(house.url, '/')];
  const asked = frameOf(OPCODE.binary, Uint8Array.of(1));
  for (const [more, wire] of wires.entries())
    wire.socket.write(Buffer.concat([times(LIMITS.unseatedFrames - 1 + more, frameOf(OPCODE.pong)), asked]));
  await Promise.all(wires.map(({ ended }) => ended));
  expect(wires.map(({ goodbye }) => goodbye?.code)).toEqual([1_000, 4_023]);
  expect(wires.map((wire) => wire.of(OPCODE.binary).length)).toEqual([1, 0]);
});

it('a burst of pings is answered, and then a number per second', async () => {
  const house = await openTestServer();
  const { ann } = await table(house);
  const socket = socketOf(ann);
  const now = vi.spyOn(performance, 'now');
  onTestFinished(() => now.mockRestore());
  const startMs = performance.now();
  const answered = [0, 1_000].map((ms) => {
    now.mockReturnValue(startMs + ms);
    let count = 0;
    while (socket.takePing()) count++;
    return count;
  });
  now.mockRestore();
  expect(answered).toEqual([LIMITS.pingBurst, LIMITS.pingsPerSecond]);
});

it('of what comes after the goodbye so much is taken from the network, and no more', async () => {
  const house = await openTestServer();
  const { intrude, ann } = await table(house);
  const eve = await intrude();
  const { socket } = socketOf(ann, 1);
  eve.send(OPCODE.binary, Uint8Array.of(Protocol.LEAVE_ROOM));
  await eventually(() => eve.goodbye !== undefined);
  const before = socket.bytesRead;
  eve.socket.write(new Uint8Array(16 * LIMITS.goodbyeBytes));
  await eve.ended;
  expect(socket.bytesRead - before).toBeGreaterThanOrEqual(LIMITS.goodbyeBytes);
  // What was read last, and what came before nobody listened any more.
  expect(socket.bytesRead - before).toBeLessThan(2 * LIMITS.goodbyeBytes);
});

it('one socket more than the process may have gets 503', async () => {
  setLimit('sockets', 2);
  const house = await openTestServer();
  const { intrude } = await table(house);
  const eve = await intrude();
  expect((await FrameConnection.open(house.url, '/')).status).toBe('HTTP/1.1 503 Service Unavailable');
  eve.socket.destroy();
  await vi.waitUntil(async () => (await FrameConnection.open(house.url, '/')).status.includes('101'));
});

it('a client that answers no ping is cut off, and one that answers stays', async () => {
  setLimit('pingEveryMs', 1_000);
  const house = await openTestServer();
  const { isUnharmed, intrude } = await table(house);
  const eve = await intrude();
  const pongs = setInterval(() => eve.send(OPCODE.pong, Uint8Array.of(1, 2, 3, 4)), 500);
  onTestFinished(() => clearInterval(pongs));
  await eve.ended;
  await isUnharmed();
  // One when it sat down, and one each time that it was looked at and had not answered too often yet.
  expect(eve.of(OPCODE.ping)).toHaveLength(1 + LIMITS.pingsUnanswered);
  expect(await countOf(house, 'silent')).toBe(1);
});

it('a client that does not read is cut off, and nobody else notices', async () => {
  const Wall = schema({ words: t.array('string') }, 'Wall');
  const wall = defineGame({
    name: 'wall',
    title: 'Wall',
    seats: { min: 1, max: 2 },
    tickRate: 20,
    state: Wall,
    messages: { more: z.strictObject({}) },
    async play(room) {
      for await (const player of room.arrivals())
        room.spawn('more', async () => {
          for await (const _ of player.messages('more')) {
            room.state.words.clear();
            for (let count = 0; count < 1_000; count++) room.state.words.push('x'.repeat(1_000));
          }
        });
    },
  });
  const house = await openTestServer({ games: [{ game: wall }], checksStates: false });
  const ann = await house.sdk.create<{ words?: string[] }>('wall');
  await eventually(() => ann.state.words !== undefined);
  const eve = await FrameConnection.take(house.url, await reserve(house.url, 'joinById', ann.roomId, {}));
  await eventually(() => eve.of(OPCODE.binary).length > 0);
  eve.send(OPCODE.binary, JOIN);
  eve.socket.pause();
  const [room] = [...house.server.host.rooms.values()];
  await eventually(() => room?.match.players.length === 2);
  // The network itself takes some of it.
  for (let count = 0; count < 40 && (await countOf(house, 'unread')) === 0; count++)
    expect(await ann.request('more', {})).toEqual({ ok: true });
  expect(await countOf(house, 'unread')).toBe(1);
  expect(await ann.request('more', {})).toEqual({ ok: true });
  await eventually(() => ann.state.words?.length === 1_000);
});

it('an address has a bounded number of sockets, and one more when one of them has closed', async () => {
  // One and a quarter for each of two players: three.
  const house = await openTestServer({}, { PLAYERS_PER_ADDRESS: '2' });
  const { ann } = await table(house);
  const one = await house.sdk.joinById(ann.roomId);
  const two = await house.sdk.joinById(ann.roomId);
  const refused = await FrameConnection.open(house.url, '/');
  expect(refused.status).toBe('HTTP/1.1 429 Too Many Requests');
  await refused.ended;
  await one.leave();
  await eventually(() => ann.state.hands.length > 0 && house.server.host.rooms.size === 1);
  expect((await FrameConnection.open(house.url, '/')).status).toBe('HTTP/1.1 101 Switching Protocols');
  await two.leave();
  expect(await house.metrics()).toContain('greenroom_address_refusals_total{resource="sockets"} 1');
});
