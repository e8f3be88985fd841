/** Spectators who see a match later than its players, over real sockets. */
import { schema, t } from '@colyseus/schema';
import type { Room } from '@colyseus/sdk';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { LiveRoom } from '../../server/host/live-room.ts';
import { defineGame } from '../../shared/runtime/index.ts';
import { WIRE, type Welcome } from '../../shared/wire.ts';
import { MemoryDisk, MemoryStore } from '../../tools/sim/journal/memory-store.ts';
import {
  closing,
  eventually,
  isWelcome,
  recordMessages,
  openTestServer,
  rejection,
  type ReceivedMessage,
  type TestServer,
} from '../support/test-server.ts';

const State = schema(
  { tick: t.number().default(0), hidden: t.ref(schema({ tick: t.number() }, 'Hidden')).view() },
  'S',
);
const Steps = schema({ step: t.int8().default(0) }, 'Steps');
const DELAY_TICKS = 20;

/** Tells in each tick which one it is. */
const clock = defineGame({
  name: 'clock',
  title: 'Clock',
  seats: { min: 1, max: 2 },
  tickRate: 50,
  spectators: { delayMs: 400 },
  state: State,
  messages: { end: z.null(), fail: z.null() },
  notices: { told: z.number() },
  input: { frame: Steps, ranges: { step: [0, 1] } },
  async play(room) {
    const { state, spectatorView } = room;
    spectatorView.add(state.hidden);
    room.onTick(() => {
      state.tick = room.tick;
      state.hidden.tick = room.tick;
      room.notifyAll('told', room.tick);
    });
    const [ann] = await room.seated(1);
    await room.race([
      () => ann.next('end'),
      async () => {
        await ann.next('fail');
        throw new Error('broken on purpose');
      },
    ]);
  },
});

interface ClockState {
  readonly tick: number;
  readonly hidden?: { readonly tick: number };
}

interface Hall {
  readonly house: TestServer;
  readonly ann: Room<unknown, ClockState>;
  readonly live: LiveRoom;
  watch(): Promise<Watcher>;
}

interface Watcher {
  readonly room: Room<unknown, ClockState>;
  readonly got: readonly ReceivedMessage[];
  /** What it saw, and by how many ticks the match was ahead then. */
  readonly seen: { readonly tick: number; readonly ahead: number }[];
}

async function openHall(journal: MemoryStore = new MemoryStore()): Promise<Hall> {
  const house = await openTestServer({ games: [{ game: clock }], journal });
  const ann = await house.sdk.create<ClockState>('clock');
  ann.onMessage('*', () => {});
  const live = house.server.host.rooms.get(ann.roomId);
  if (live === undefined) throw new Error('there is no room');
  const watch = async (): Promise<Watcher> => {
    const room = await house.sdk.joinById<ClockState>(ann.roomId, { spectate: true });
    const seen: Watcher['seen'] = [];
    room.onStateChange(({ tick }) => void seen.push({ tick, ahead: live.match.tick - tick }));
    return { room, seen, got: recordMessages(room) };
  };
  return { house, ann, live, watch };
}

function welcomeIn({ got }: Watcher): Welcome {
  return got.find(isWelcome)?.data as Welcome;
}

it('spectators see states and notices as late as the game says, and never earlier', async () => {
  const { watch } = await openHall();
  const will = await watch();
  const told: number[] = [];
  will.room.onMessage('told', (tick: number) => void told.push(will.room.state.tick - tick));
  await eventually(() => will.seen.length > 60);
  expect(Math.min(...will.seen.map(({ ahead }) => ahead))).toBeGreaterThanOrEqual(DELAY_TICKS);
  expect(will.room.state.hidden?.tick).toBe(will.room.state.tick);
  expect(new Set(told)).toEqual(new Set([0]));
  // No tick is left out.
  const ticks = will.seen.map(({ tick }) => tick);
  expect(ticks).toEqual(ticks.map((_, index) => ticks[0]! + index));
});

it('the first spectator gets the time at which it will see something, and the next sees it at once', async () => {
  const { live, watch } = await openHall();
  const will = await watch();
  await eventually(() => welcomeIn(will) !== undefined);
  expect(welcomeIn(will).late).toEqual({ delayMs: 400, beginsInMs: 400 });
  await eventually(() => will.seen.length > 5);
  expect(will.got.filter(({ type }) => type === WIRE.resumed)).toEqual([
    { type: WIRE.resumed, data: { now: will.seen[0]!.tick * 20 } },
  ]);
  const wyn = await watch();
  await eventually(() => wyn.seen.length > 0 && welcomeIn(wyn) !== undefined);
  expect(welcomeIn(wyn).late).toEqual({ delayMs: 400, beginsInMs: 0 });
  expect(welcomeIn(wyn).now).toBeLessThanOrEqual((live.match.tick - DELAY_TICKS) * 20);
  const from = wyn.seen.length;
  await eventually(() => wyn.seen.length > from + 10);
  expect(will.seen.map(({ tick }) => tick)).toEqual(
    expect.arrayContaining(wyn.seen.slice(from).map(({ tick }) => tick)),
  );
});

it('no frame tells spectators what time it is in the match', async () => {
  const { live, watch } = await openHall();
  const will = await watch();
  const ahead: number[] = [];
  will.room.onStateChange(() => void ahead.push(live.wireMs - will.room.clock.lastServerTime()));
  await eventually(() => ahead.length > 60);
  expect(Math.min(...ahead)).toBeGreaterThanOrEqual(400);
});

it('a room keeps no frames when nobody watches', async () => {
  const { live, watch } = await openHall();
  const will = await watch();
  await eventually(() => will.seen.length > 3);
  expect(live.delayed?.bytes).toBeGreaterThan(0);
  await will.room.leave();
  await eventually(() => live.delayed?.bytes === 0);
});

it.each([
  ['end', 4021],
  ['fail', 4020],
])('spectators see the match to its end (%s), and players do not wait for that', async (how, code) => {
  const { house, ann, watch } = await openHall();
  const will = await watch();
  await eventually(() => will.seen.length > 3);
  const [annClosed, willClosed] = [closing(ann), closing(will.room)];
  ann.send(how, null);
  expect((await annClosed).code).toBe(code);
  expect(will.room.connection.isOpen).toBe(true);
  expect((await rejection(house.sdk.joinById(ann.roomId, { spectate: true }))).message).toMatch(
    /room has closed|not found/,
  );
  expect((await willClosed).code).toBe(code);
  expect(will.seen.at(-1)?.tick).toBe(ann.state.tick);
  expect(will.got.at(-1)?.type).toBe(WIRE.ended);
  await eventually(() => house.server.host.rooms.size === 0);
});

it('a server that ends does not wait for spectators of a match that is over: they see the rest at once', async () => {
  const { house, ann, watch } = await openHall();
  const will = await watch();
  await eventually(() => will.seen.length > 3);
  const [annClosed, willClosed] = [closing(ann), closing(will.room)];
  ann.send('end', null);
  await annClosed;
  await house.server.stop();
  expect((await willClosed).code).toBe(4021);
  expect(will.seen.at(-1)?.tick).toBe(ann.state.tick);
});

it('a spectator who comes back sees at once what it would have seen', async () => {
  const { watch } = await openHall();
  const will = await watch();
  Object.assign(will.room.reconnection, { minUptime: 0, minDelay: 0, delay: 10 });
  await eventually(() => will.seen.length > 3);
  const back = new Promise<void>((resolve) => will.room.onReconnect.once(() => resolve()));
  will.room.connection.close(4010);
  await back;
  const from = will.seen.length;
  await eventually(() => will.seen.length > from + 10);
  expect(Math.min(...will.seen.map(({ ahead }) => ahead))).toBeGreaterThanOrEqual(DELAY_TICKS);
});

it('after a deploy spectators come back, and wait for the delay once more', async () => {
  const disk = new MemoryDisk();
  const before = await openHall(new MemoryStore(disk));
  const will = await before.watch();
  Object.assign(will.room.reconnection, { minUptime: 0, minDelay: 0, maxDelay: 20, maxRetries: 1_000 });
  before.ann.reconnection.enabled = false;
  await eventually(() => will.seen.length > 3);
  const back = new Promise<void>((resolve) => will.room.onReconnect.once(() => resolve()));
  const { port } = before.house.server;
  await before.house.server.stop();
  const last = will.seen.at(-1)!.tick;
  const { server } = await openTestServer(
    { games: [{ game: clock }], journal: new MemoryStore(disk) },
    { PORT: String(port) },
  );
  await back;
  const live = server.host.rooms.get(will.room.roomId)!;
  const seen: { readonly tick: number; readonly ahead: number }[] = [];
  will.room.onStateChange(({ tick }) => void seen.push({ tick, ahead: live.match.tick - tick }));
  await eventually(() => seen.length > 10);
  expect(seen[0]!.tick).toBeGreaterThan(last);
  expect(Math.min(...seen.map(({ ahead }) => ahead))).toBeGreaterThanOrEqual(DELAY_TICKS);
});
