/** Input frames over real sockets: what is sent is walked, once each, in order, and told back. */
import type { InputHandle, Room } from '@colyseus/sdk';
import { matchMaker, Protocol, ProtocolModifier } from '@colyseus/core';
import { describe, expect, it } from 'vitest';
import { clientSocketOf } from '../../server/colyseus/client-socket.ts';
import { LIMITS } from '../../server/host/limits.ts';
import { WIRE, type Welcome } from '../../shared/wire.ts';
import { CrashingServer, patient, returned } from './crash/crashing-server.ts';
import { eventually, recordMessages, openTestServer, type TestServer } from '../support/test-server.ts';
import { RawClient, reserve } from './raw-client.ts';
import { OPCODE, FrameConnection } from './web-socket-frames.ts';
import { walkers, type Steps, type Street } from './walkers.ts';

type StreetState = InstanceType<typeof Street>;
type Frame = InstanceType<typeof Steps>;

interface Guest {
  readonly room: Room<StreetState>;
  readonly input: InputHandle<Frame>;
  send(by: number, far?: number): void;
}

async function enter(house: Pick<TestServer, 'sdk'>, allowRewind = () => true): Promise<Guest> {
  const room: Room<StreetState> = await house.sdk.joinOrCreate('walkers', {});
  recordMessages(room);
  await eventually(() => room.state.walkers?.has(room.sessionId));
  const input = room.input<Frame>({ renderDelay: 0, allowRewind });
  return {
    room,
    input,
    send(by, far = 0) {
      input.data.by = by;
      input.data.far = far;
      input.send();
    },
  };
}

const me = ({ room }: Guest) => room.state.walkers.get(room.sessionId);
const openStreet = () => openTestServer({ games: [{ game: walkers }] });

it('each frame counts once, in order, and is acknowledged after the tick', async () => {
  const ann = await enter(await openStreet());
  for (let step = 1; step <= 30; step++) {
    ann.send(step % 2 === 0 ? 2 : 1);
    await eventually(() => ann.input.lastProcessed === step);
    expect(me(ann)?.steps).toBe(step);
  }
  expect(me(ann)?.x).toBe(45);
});

it('numbers outside of their ranges are clamped', async () => {
  const ann = await enter(await openStreet());
  ann.send(100, 60_000);
  await eventually(() => ann.input.lastProcessed === 1);
  expect(me(ann)?.x).toBe(3 * 1_001);
});

it('a tick takes two frames at most, and a third waits', async () => {
  const ann = await enter(await openStreet());
  for (let step = 0; step < 6; step++) ann.send(1);
  await eventually(() => ann.input.lastProcessed === 6);
  expect(me(ann)).toMatchObject({ x: 6, steps: 6, most: 2 });
});

it('a client that sends more than one frame a tick gets no further than others, and all its frames are acknowledged', async () => {
  const house = await openStreet();
  const [ann, eve] = [await enter(house), await enter(house)];
  const from = ann.room.state.ticks;
  let last = from;
  await eventually(() => {
    const { ticks } = ann.room.state;
    for (let more = 0; more < 4 * (ticks - last); more++) eve.send(1);
    last = ticks;
    return ticks >= from + 100;
  });
  await eventually(() => eve.input.lastProcessed === eve.input.sentCount);
  const passed = ann.room.state.ticks - from;
  // Beyond one a tick there are those that anybody may be late with.
  expect(me(eve)?.steps).toBeLessThanOrEqual(passed + 12);
  expect(me(eve)?.steps).toBeGreaterThan(passed / 2);
  expect(await house.metrics()).toMatch(/greenroom_dropped_inputs_total [1-9]/);
});

it('a frame that says when its player saw the others tells the script how long ago that was, within the bound', async () => {
  const ann = await enter(await openStreet());
  ann.send(1);
  await eventually(() => ann.input.lastProcessed === 1);
  const told: number[] = [];
  // Where the process has just stood still, the client's clock is ahead for a while, and what it says is of the future.
  await eventually(() => {
    if (ann.input.lastProcessed !== ann.input.sentCount) return false;
    told.push(me(ann)?.seenMsAgo ?? -1);
    ann.send(1);
    return told.length > 20 && told.some((ms) => ms > 0);
  });
  expect(Math.min(...told)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...told)).toBeLessThanOrEqual(300);
});

describe('a client that tells when its player saw the others', () => {
  const INPUT = Protocol.ROOM_INPUT_RELIABLE | ProtocolModifier.TIMED;
  /** One ms after the room began. */
  const LONG_AGO = [INPUT, 1, 0x80, 1];
  /** Some 49 days later. */
  const FAR_AHEAD = [INPUT, 0xce, 0xff, 0xff, 0xff, 0xff, 0x80, 1];

  /** The only room, when it is older than what a game may ask for. */
  async function oldRoom({ server }: TestServer) {
    const [room] = [...server.host.rooms.values()];
    if (room === undefined) throw new Error('there is no room');
    const { walkers: all } = room.match.state as StreetState;
    await eventually(() => room.match.now > 400 && all.size === 1);
    const [client] = matchMaker.getLocalRoomById(room.id).clients;
    const socket = client === undefined ? undefined : clientSocketOf(client.ref);
    return { seen: () => [...all.values()][0]?.seenMsAgo, roundTripMs: () => socket?.roundTripMs };
  }

  it('is held to the bound of the game while its latency is not known', async () => {
    const house = await openStreet();
    // It answers no ping.
    const eve = await FrameConnection.take(house.url, await reserve(house.url, 'create', 'walkers', {}));
    await eventually(() => eve.of(OPCODE.binary).length > 0);
    eve.send(OPCODE.binary, Uint8Array.of(Protocol.JOIN_ROOM));
    const { seen } = await oldRoom(house);
    eve.send(OPCODE.binary, Uint8Array.from(LONG_AGO));
    await eventually(() => seen() === 300);
    eve.send(OPCODE.binary, Uint8Array.from(FAR_AHEAD));
    await eventually(() => seen() === 0);
  });

  it('is held to what its latency explains, before that enters the match', async () => {
    const house = await openStreet();
    const eve = await RawClient.join(house.url, 'create', 'walkers');
    await eve.next(Protocol.JOIN_ROOM);
    eve.send(Protocol.JOIN_ROOM);
    const { seen, roundTripMs } = await oldRoom(house);
    await eventually(() => roundTripMs() !== undefined);
    eve.send(...LONG_AGO);
    await eventually(() => (seen() ?? 0) > 0);
    // It waits for the next tick, or for the one after that where that is being made.
    const mostMs = (roundTripMs() ?? 0) + LIMITS.lagSlackMs + (2 * 1_000) / walkers.tickRate + 1;
    expect(seen()).toBeLessThanOrEqual(Math.min(300, mostMs));
    expect(seen()).toBeGreaterThanOrEqual(LIMITS.lagSlackMs);
    eve.send(...FAR_AHEAD);
    await eventually(() => seen() === 0);
  });
});

describe('a player who sends an invalid frame is disconnected, and nobody else notices:', () => {
  it.each([
    ['a field that does not exist', [0x85, 1]],
    ['a field without its number', [0x81, 1]],
    ['another structure', [0xff, 1, 1]],
    ['a deletion', [0x40]],
    ['a field again and again', Array.from({ length: 40 }, () => [0x80, 1]).flat()],
  ])('%s', async (_, bytes) => {
    const house = await openStreet();
    const ann = await enter(house);
    const eve = await RawClient.join(house.url, 'joinById', ann.room.roomId);
    await eve.next(Protocol.JOIN_ROOM);
    eve.send(Protocol.JOIN_ROOM);
    await eventually(() => ann.room.state.walkers.size === 2);
    for (let count = 0; count < 3; count++) eve.send(Protocol.ROOM_INPUT_RELIABLE, ...bytes);
    expect(await eve.closed).toMatchObject({ code: 4023 });
    // What a client sends is no line of the log.
    expect(house.logged.filter((line) => line.includes('frame unreadable'))).toEqual([]);
    ann.send(1);
    await eventually(() => ann.input.lastProcessed === 1);
  });
});

it('frames of those who only watch come to nothing', async () => {
  const house = await openStreet();
  const ann = await enter(house);
  const eve: Room<StreetState> = await house.sdk.joinById(ann.room.roomId, { spectate: true });
  recordMessages(eve);
  await eventually(() => eve.state.walkers?.size === 1);
  eve.input<Frame>().data.by = 3;
  eve.input<Frame>().send();
  ann.send(1);
  await eventually(() => ann.input.lastProcessed === 1);
  expect([...ann.room.state.walkers.values()].map(({ x }) => x)).toEqual([1]);
});

it('after a lost connection frames are numbered from the start, and the walker stands where it stood', async () => {
  const ann = await enter(await openStreet());
  patient(ann.room);
  ann.send(2);
  await eventually(() => ann.input.lastProcessed === 1);
  const back = returned(ann.room);
  ann.room.connection.close(4010);
  await back;
  await eventually(() => ann.room.connection.isOpen);
  ann.send(2);
  await eventually(() => ann.input.lastProcessed === 1 && me(ann)?.x === 4);
});

it('clients get the time that the match has lost', async () => {
  const house = await openStreet();
  const ann = await enter(house);
  const welcomes: Welcome[] = [];
  ann.room.onMessage<Welcome>(WIRE.welcome, (welcome) => void welcomes.push(welcome));
  const slips: number[] = [];
  ann.room.onMessage<{ slipMs: number }>(WIRE.slipped, ({ slipMs }) => void slips.push(slipMs));
  const [live] = [...house.server.host.rooms.values()];
  if (live === undefined) throw new Error('there is no room');
  live.lostMs += 1_000;
  // A machine under load may lose some more.
  await eventually(() => slips.at(-1) === live.lostMs);
  expect(live.lostMs).toBeGreaterThanOrEqual(1_000);
  await eventually(() => ann.room.clock.lastServerTime() - live.match.now > 900);
});

it('after kill -9 the walkers stand where their acknowledged frames had led them, and walk on', async () => {
  const house = await CrashingServer.open();
  const ann = await enter(house);
  patient(ann.room);
  for (let step = 0; step < 20; step++) ann.send(1);
  await eventually(() => ann.input.lastProcessed === ann.input.sentCount);
  const told = me(ann)?.x ?? 0;
  expect(told).toBeGreaterThan(0);
  const back = returned(ann.room);
  await house.restart();
  await back;
  const { steps } = me(ann) ?? { steps: 0 };
  expect(me(ann)?.x).toBe(told);
  ann.send(1);
  await eventually(() => me(ann)?.steps === steps + 1);
  expect(me(ann)?.x).toBe(told + 1);
});
