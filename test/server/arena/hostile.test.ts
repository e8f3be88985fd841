/** Clients that want more than their share: the server decides how fast, how often and how far, and tells nobody more than they see. */
import { SchemaSerializer, type Room } from '@colyseus/sdk';
import { Protocol, ProtocolModifier } from '@colyseus/core';
import { expect, it } from 'vitest';
import {
  arena,
  arenaBot,
  BLASTER,
  BUTTON,
  DASH,
  FIGHTER,
  fits,
  mapNamed,
  RAILGUN,
  REWIND_MS,
  INTEREST,
  STEP_FIELDS,
  type Arena,
  type Body,
} from '../../../shared/games/arena/index.ts';
import { Random } from '../../../shared/runtime/index.ts';
import { LIMITS } from '../../../server/host/limits.ts';
import { eventually, recordMessages, openTestServer } from '../../support/test-server.ts';
import { RawClient } from '../raw-client.ts';

const { ROOM_INPUT_RELIABLE, ROOM_INPUT_UNRELIABLE, JOIN_ROOM } = Protocol;
const { TIMED } = ProtocolModifier;
/** Frames that anybody may be late with, and those that wait when somebody looks. */
const LATE = LIMITS.inputBurst + 3;
/** The fields of a step that only its own client gets. */
const OWN_FIELDS = STEP_FIELDS.slice(STEP_FIELDS.indexOf('steps'));

interface Guest {
  readonly room: Room<Arena>;
  send(move: number, aim: number, buttons: number): void;
}

/** An arena in which Bob plays by the rules, and others may join. */
async function openArena(options: object = {}) {
  const house = await openTestServer({ games: [{ game: arena, bot: arenaBot }] });
  const enter = async (join: Promise<Room<Arena>>): Promise<Guest> => {
    const room = await join;
    recordMessages(room);
    await eventually(() => room.state.fighters !== undefined);
    const input = room.input<Record<string, number>>();
    return {
      room,
      send(move, aim, buttons) {
        Object.assign(input.data, { move, aim, buttons });
        input.send();
      },
    };
  };
  const bob = await enter(house.sdk.create<Arena>('arena', { seats: 4, fill: 0, ...options }));
  const live = house.server.host.rooms.get(bob.room.roomId);
  if (live === undefined) throw new Error('there is no room');
  const state = live.match.state as Arena;
  return {
    house,
    live,
    state,
    bob,
    come: (extra: object = {}) => enter(house.sdk.joinById<Arena>(bob.room.roomId, extra)),
    comeRaw: () => RawClient.join(house.url, 'joinById', bob.room.roomId),
    /** As the server has it. */
    bodyOf(id: string): Body {
      const body = state.fighters.find(({ player }) => player === id)?.body;
      if (body === undefined) throw new Error(`${id} has no body`);
      return body;
    },
    /** Does something in each tick, this many times. Returns the number of ticks. */
    async eachTick(times: number, act: () => void): Promise<number> {
      const from = live.match.tick;
      let last = from;
      await eventually(() => {
        if (live.match.tick !== last) act();
        last = live.match.tick;
        return last >= from + times;
      });
      return last - from;
    },
    /** Bob's frames come through as if there were nobody else. */
    async isUnharmed() {
      const input = bob.room.input();
      const sent = input.sentCount;
      bob.send(1, 0, 0);
      const tick = live.match.tick;
      await eventually(() => input.lastProcessed > sent);
      expect(live.match.tick - tick).toBeLessThan(30);
      const metrics = await house.metrics();
      expect(metrics).toContain('greenroom_stray_errors_total 0');
    },
    droppedFrames: async () => Number(/greenroom_dropped_inputs_total (\d+)/.exec(await house.metrics())?.[1]),
  };
}

/** Tells the arena that its client is there. */
async function confirmed(client: RawClient): Promise<RawClient> {
  await client.next(JOIN_ROOM);
  client.send(JOIN_ROOM);
  await client.next(Protocol.ROOM_STATE | TIMED);
  return client;
}

it('more frames than ticks lead no farther, and shoot and dash no more often', async () => {
  const { come, bodyOf, eachTick, isUnharmed, droppedFrames } = await openArena();
  const eve = await come();
  const body = bodyOf(eve.room.sessionId);
  const from = body.steps;
  const dashes = new Set<number>();
  const rays = new Set<number>();
  let farthest = 0;
  let [x, y] = [body.x, body.y];
  const ticks = await eachTick(150, () => {
    farthest = Math.max(farthest, Math.hypot(body.x - x, body.y - y));
    [x, y] = [body.x, body.y];
    dashes.add(body.dashEnds);
    rays.add(body.railgunReady);
    for (let more = 0; more < 4; more++) eve.send(1, 0, BUTTON.blaster | BUTTON.railgun | BUTTON.dash);
  });
  const steps = body.steps - from;
  expect(steps).toBeLessThanOrEqual(ticks + LATE);
  expect(dashes.size).toBeLessThanOrEqual(2 + steps / DASH.pauseSteps);
  expect(rays.size).toBeLessThanOrEqual(2 + steps / RAILGUN.pauseSteps);
  expect(body.shots).toBeLessThanOrEqual(1 + steps / BLASTER.pauseSteps);
  // The looks at it may be some ticks apart.
  expect(farthest).toBeLessThan(10 * 2 * DASH.speed);
  expect(await droppedFrames()).toBeGreaterThan(0);
  await isUnharmed();
});

it('a thousand frames at once are cut to those that may wait, counted, and nobody else waits', async () => {
  const { come, bodyOf, isUnharmed, droppedFrames } = await openArena();
  const eve = await come();
  const body = bodyOf(eve.room.sessionId);
  const from = body.steps;
  for (let frame = 0; frame < 1_000; frame++) eve.send(1, 0, 0);
  await isUnharmed();
  const input = eve.room.input();
  await eventually(() => input.lastProcessed === 1_000);
  expect(await droppedFrames()).toBe(1_000 - (body.steps - from));
  expect(body.steps - from).toBeLessThanOrEqual(200);
});

it('numbers beyond their ranges are clamped, and nobody leaves the floor', async () => {
  const { come, bodyOf, eachTick, live, state } = await openArena();
  const eve = await come();
  const { sessionId } = eve.room;
  await eachTick(40, () => eve.send(255, 65_535, 255));
  expect(live.match.inputOf(sessionId)?.slice(0, 3)).toEqual([16, 1_023, 7]);
  const { x, y, steps } = bodyOf(sessionId);
  expect(steps).toBeGreaterThan(0);
  expect(fits(x, y, mapNamed(state.map))).toBe(true);
});

it('a place that a client tells is not taken', async () => {
  const { come, bodyOf, isUnharmed } = await openArena();
  const eve = await come();
  const refusals: unknown[] = [];
  eve.room.onMessage('$refused', (refusal) => void refusals.push(refusal));
  const { x, y } = bodyOf(eve.room.sessionId);
  for (const type of ['x', 'position', 'body']) eve.room.send(type, { x: 1_000, y: 1_000, health: 255 });
  await eventually(() => refusals.length === 3);
  expect(refusals).toMatchObject([{ code: 'unknown-type' }, { code: 'unknown-type' }, { code: 'unknown-type' }]);
  expect(bodyOf(eve.room.sessionId)).toMatchObject({ x, y, health: FIGHTER.health });
  await isUnharmed();
});

/** A number as the wire has it, of eight bytes. */
function float64(value: number): number[] {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value, true);
  return [0xcb, ...new Uint8Array(bytes.buffer)];
}

it.each([
  ['before the beginning', -1e300, [0]],
  ['far ahead', 1e300, [0]],
  ['beyond all numbers', Number.MAX_VALUE, [0]],
])('a shot that claims a sight from %s is judged within the bound', async (_, stamp, [expected]) => {
  const { comeRaw, live, state, isUnharmed } = await openArena();
  const eve = await confirmed(await comeRaw());
  await eventually(() => live.match.now > 2 * REWIND_MS && state.fighters[1]?.alive === true);
  const told = () => live.match.inputOf(state.fighters[1]?.player ?? '')?.at(-1);
  for (let frame = 0; frame < 3; frame++)
    eve.send(
      ROOM_INPUT_RELIABLE | TIMED,
      ...float64(frame === 0 ? stamp : frame === 1 ? 0 : stamp / 2),
      0x82,
      BUTTON.blaster,
    );
  await eventually(() => (state.fighters[1]?.body.shots ?? 0) > 0);
  expect(told()).toBe(expected);
  await isUnharmed();
});

it.each([
  ['no number', [ROOM_INPUT_RELIABLE | TIMED, ...float64(Number.NaN), 0x80, 1]],
  ['an endless one', [ROOM_INPUT_RELIABLE | TIMED, ...float64(Number.POSITIVE_INFINITY), 0x80, 1]],
  ['a text', [ROOM_INPUT_RELIABLE | TIMED, 0xa1, 0x41, 0x80, 1]],
  ['nothing', [ROOM_INPUT_RELIABLE | TIMED]],
])('a client that sends %s as the time of its view is disconnected', async (_, bytes) => {
  const { comeRaw, isUnharmed } = await openArena();
  const eve = await confirmed(await comeRaw());
  eve.send(...bytes);
  expect(await eve.closed).toMatchObject({ code: 4023 });
  await isUnharmed();
});

it('view times may be present in some frames and absent in others', async () => {
  const { comeRaw, state, isUnharmed } = await openArena();
  const eve = await confirmed(await comeRaw());
  for (let frame = 0; frame < 40; frame++) {
    if (frame % 3 === 0) eve.send(ROOM_INPUT_RELIABLE | TIMED, 33, 0x80, frame % 17);
    else eve.send(ROOM_INPUT_RELIABLE, 0x80, frame % 17);
    if (frame % 8 === 7) await eventually(() => (state.fighters[1]?.body.steps ?? 0) >= frame - 8);
  }
  await isUnharmed();
});

it('frames over the channel that loses some are refused', async () => {
  const { comeRaw, state, isUnharmed } = await openArena();
  const eve = await confirmed(await comeRaw());
  eve.send(ROOM_INPUT_UNRELIABLE, 1, 1, 0, 0x80, 1);
  await eventually(() => eve.frames.some((frame) => /not taken here/.test(new TextDecoder().decode(frame))));
  expect(state.fighters[1]?.body.steps).toBe(0);
  await isUnharmed();
});

it('frames before a join is confirmed harm nobody', async () => {
  const { comeRaw, isUnharmed } = await openArena();
  const eve = await comeRaw();
  for (let frame = 0; frame < 20; frame++) eve.send(ROOM_INPUT_RELIABLE, 0x80, 1);
  await isUnharmed();
  await confirmed(eve);
  await isUnharmed();
});

it('the dead take no steps and fire no shots', async () => {
  const { come, bodyOf, state, eachTick } = await openArena();
  const eve = await come();
  await eventually(() => state.phase === 'fight');
  const body = bodyOf(eve.room.sessionId);
  const fighter = state.fighters.find(({ player }) => player === eve.room.sessionId);
  body.health = 0;
  const { x, y, shots, steps } = body;
  await eachTick(20, () => eve.send(1, 0, 7));
  expect(fighter?.alive).toBe(true);
  expect(body.steps).toBeGreaterThan(steps);
  expect(body).toMatchObject({ x, y, shots });
});

it('a spectator moves nobody', async () => {
  const { come, bob, bodyOf, eachTick, isUnharmed } = await openArena();
  const eve = await come({ spectate: true });
  const { steps, x, y } = bodyOf(bob.room.sessionId);
  await eachTick(20, () => eve.send(1, 0, 7));
  expect(bodyOf(bob.room.sessionId)).toMatchObject({ steps, x, y });
  await isUnharmed();
});

it.each([1, 2, 3])('input frames of chance (seed %i) harm nobody else', async (seed) => {
  const { house, isUnharmed } = await openArena();
  const random = new Random(String(seed), 'frames');
  // In arenas of its own: a broken connection keeps its seat for a while.
  const enter = async () => confirmed(await RawClient.join(house.url, 'create', 'arena'));
  let eve = await enter();
  for (let count = 0; count < 100; count++) {
    if (eve.socket.readyState !== WebSocket.OPEN) eve = await enter();
    const bytes = Array.from({ length: random.int(0, 12) }, () => random.int(0, 255));
    eve.send(random.pick([ROOM_INPUT_RELIABLE, ROOM_INPUT_RELIABLE | TIMED, ROOM_INPUT_UNRELIABLE]), ...bytes);
    if (count % 4 === 0) await isUnharmed();
  }
  await isUnharmed();
});

/** Every body that has ever come over the wire and was not taken back. */
function bodiesAt({ serializer }: Room): object[] {
  if (!(serializer instanceof SchemaSerializer)) throw new Error('no state is decoded');
  return [...serializer.decoder.root.refs.values()].filter((each) => 'dashing' in each);
}

it('nobody is sent a body that is out of sight, nor what is only for the body’s own client', async () => {
  const { come, bob, state, eachTick } = await openArena({ seats: 14, fill: 14 });
  const zoe = await come({ spectate: true });
  await eventually(
    () => state.phase === 'fight' && state.fighters.filter(({ alive }) => alive).length > INTEREST.fighters,
  );
  // She sees it late.
  await eventually(() => bodiesAt(zoe.room).length > 0);
  await eventually(() => bodiesAt(bob.room).length > 1);
  let seen = 0;
  await eachTick(90, () => {
    bob.send(1 + (bob.room.input().sentCount % 16), 0, 0);
    for (const { room } of [bob, zoe]) {
      const own = room.state.fighters.find(({ player }) => player === room.sessionId)?.body;
      const others = bodiesAt(room).filter((body) => body !== own);
      for (const other of others) {
        expect(OWN_FIELDS.filter((field) => Reflect.get(other, field) !== undefined)).toEqual([]);
        if (room !== bob.room) continue;
        seen++;
        // Both as Bob's client has them: of one tick.
        const [x, y] = [Number(Reflect.get(other, 'x')), Number(Reflect.get(other, 'y'))];
        const far = Math.hypot(x - (own?.x ?? 0), y - (own?.y ?? 0));
        // Who goes is looked at once in some ticks, and both may move meanwhile.
        expect(far).toBeLessThan(INTEREST.far + INTEREST.pauseTicks * 2 * DASH.speed);
      }
      // One who watches has the body of the fighter whom all of them follow, and none of her own.
      expect(others.length).toBeLessThanOrEqual(INTEREST.fighters + (room === bob.room ? 0 : 1));
    }
  });
  expect(seen).toBeGreaterThan(0);
});
