/** Rooms that outlive their process. The clients are unmodified ones of the Colyseus SDK. */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Room } from '@colyseus/sdk';
import { expect, it, vi } from 'vitest';
import { CrashingServer, patient, returned } from './crash/crashing-server.ts';
import { closing, eventually, isWelcome, recordMessages } from '../support/test-server.ts';
import { RawClient } from './raw-client.ts';
import { listen } from '../support/listen.ts';
import type { CounterClient } from './games.ts';

type CounterRoom = Room<CounterClient>;

async function sit(house: CrashingServer, roomId: string | undefined, options: object = {}): Promise<CounterRoom> {
  const room =
    roomId === undefined
      ? await house.sdk.create<CounterClient>('counter', options)
      : await house.sdk.joinById<CounterClient>(roomId, options);
  patient(room);
  room.onMessage('*', () => {});
  await eventually(() => room.state.hands !== undefined);
  return room;
}

/** A table where Bob will not come back after a restart, so that its clock is held for him. */
async function tableThatBobLeavesAlone(): Promise<{ house: CrashingServer; ann: CounterRoom }> {
  const house = await CrashingServer.open();
  const ann = await sit(house, undefined);
  const bob = await sit(house, ann.roomId);
  // So that the tick in which he sat down is not the last.
  await bob.request('add', { n: 1 });
  bob.reconnection.enabled = false;
  return { house, ann };
}

async function restart(
  house: CrashingServer,
  rooms: readonly Room[],
  signal: NodeJS.Signals = 'SIGKILL',
): Promise<void> {
  const back = rooms.map(returned);
  await house.restart(signal);
  await Promise.all(back);
}

/** The public list, with what each game tells about its room. */
async function roomsOf({ url }: CrashingServer): Promise<unknown[]> {
  const { rooms } = (await (await fetch(`${url}/api/rooms`)).json()) as { rooms: unknown[] };
  return rooms;
}

it.each(['SIGKILL', 'SIGTERM'] as const)(
  'after %s a match goes on where it was, with the clients it had',
  async (signal) => {
    const house = await CrashingServer.open();
    const ann = await sit(house, undefined, { name: 'Ann', from: 5 });
    const bob = await sit(house, ann.roomId, { name: 'Bob' });
    await ann.request('add', { n: 3 });
    await bob.request('add', { n: 4 });
    await ann.request('text', 'before');
    const [hand] = ann.state.hands;
    const listed = await roomsOf(house);
    expect(listed).toEqual([expect.objectContaining({ id: ann.roomId, info: { total: 12 } })]);

    await restart(house, [ann, bob], signal);
    expect(await roomsOf(house)).toEqual(listed);
    await bob.request('add', { n: 1 });
    await ann.request('text', 'after');

    await eventually(() => ann.state.total === 13 && bob.state.said.length === 2);
    expect([...bob.state.said]).toEqual(['before', 'after']);
    expect(ann.state.dropped).toBe(0);
    // The client kept its decoder: what it knew is still what changes.
    expect(ann.state.hands[0]).toBe(hand);
    expect(ann.state.hands.map(({ player }) => player)).toEqual([ann.sessionId, bob.sessionId]);
  },
);

it('private fields stay private after a restart', async () => {
  const house = await CrashingServer.open();
  const ann = await sit(house, undefined);
  const bob = await sit(house, ann.roomId);
  await eventually(() => bob.state.hands.length === 2);
  for (let round = 0; round < 3; round++) {
    await restart(house, [ann, bob]);
    await ann.request('add', { n: 1 });
    await bob.request('add', { n: 1 });
  }
  const cards = (room: CounterRoom) => room.state.hands.map(({ card }) => card || 0);
  expect([cards(ann), cards(bob)]).toEqual([
    [1000, 0],
    [0, 1001],
  ]);
  const eve = await sit(house, ann.roomId, { spectate: true });
  expect(cards(eve)).toEqual([0, 0]);
});

it('spectators, private rooms, closed doors and bots come back', async () => {
  const house = await CrashingServer.open();
  const ann = await sit(house, undefined, { private: true, bots: 1 });
  const eve = await sit(house, ann.roomId, { spectate: true });
  await eventually(() => ann.state.said?.length === 1);
  await ann.request('close', {});
  const got = recordMessages(eve);

  await restart(house, [ann, eve]);
  await eventually(() => got.some(isWelcome));
  // Nobody waits for a spectator: the word that the clock goes on may come first.
  expect(got.find(isWelcome)).toMatchObject({ data: { seat: null, recoveries: 1 } });
  expect(await roomsOf(house)).toEqual([]);
  await expect(house.sdk.joinById(ann.roomId)).rejects.toThrow('room-closed');
  // The bot's script restarts: it adds and speaks again.
  await eventually(() => ann.state.said.length === 2);
  expect([...ann.state.said]).toEqual(['a bot sees 1 card', 'a bot sees 1 card']);
});

/** A service outside, which answers when it is told to. */
async function openOutside(): Promise<{ url: string; asked: string[]; answer: () => void }> {
  const asked: string[] = [];
  let answers = false;
  const outside = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://x').searchParams.get('key') ?? '');
    if (answers) response.end('at last');
  });
  return { url: `http://127.0.0.1:${await listen(outside)}/`, asked, answer: () => void (answers = true) };
}

it('an effect that was running runs again under the same key', async () => {
  const { url, asked, answer } = await openOutside();
  const house = await CrashingServer.open({ effectUrl: url });
  const room = patient(await house.sdk.create<{ bodies: string[] }>('fetcher', { urls: ['one'] }));
  room.onMessage('*', () => {});
  await eventually(() => asked.length === 1);
  answer();
  await restart(house, [room]);
  await eventually(() => room.state.bodies?.length === 1);
  expect([...room.state.bodies]).toEqual(['at last']);
  expect(asked).toEqual([asked[0], asked[0]]);
});

it('an effect whose process is killed between its handler and its result runs again, and counts once in the store', async () => {
  const { url, asked, answer } = await openOutside();
  const house = await CrashingServer.open({ effectUrl: url });
  const room = patient(await house.sdk.create<{ total: number }>('tally', {}));
  room.onMessage('*', () => {});
  await eventually(() => asked.length === 1);
  answer();
  await restart(house, [room]);
  await eventually(() => room.state.total > 0);
  expect(asked).toEqual([asked[0], asked[0]]);
  const next = await house.sdk.create<{ total: number }>('tally', {});
  await eventually(() => next.state.total > 0);
  expect([room.state.total, next.state.total]).toEqual([1, 2]);
});

it('somebody whose new token was written down and never sent comes back with the old one', async () => {
  const house = await CrashingServer.open();
  const ann = await sit(house, undefined);
  await ann.request('add', { n: 3 });
  await house.kill();
  // Dies with the commit that has the return, before the client hears of its next token.
  await house.start({ when: 'after', kind: 'return' });
  await house.ended();
  const back = returned(ann);
  await house.start();
  await back;
  await ann.request('add', { n: 4 });
  await eventually(() => ann.state.total === 7);
  expect(ann.state.hands).toHaveLength(1);
});

it('somebody who was joining when the process ended leaves the seat free again', async () => {
  const house = await CrashingServer.open();
  const ann = await sit(house, undefined);
  await house.kill();
  const back = returned(ann);
  await house.start({ when: 'after', kind: 'join' });
  await back;
  await expect(house.sdk.joinById(ann.roomId, { name: 'Bob' })).rejects.toThrow();
  await house.ended();
  const again = returned(ann);
  await house.start();
  await again;
  // Bob's seat is known, and nobody has its token: it is free when the grace is over.
  await eventually(() => ann.state.hands.length === 2);
  expect(ann.state.hands[0]?.player).toBe(ann.sessionId);
});

it('somebody who joins while the clock is held, and never hears of it, takes no seat', async () => {
  const { house, ann } = await tableThatBobLeavesAlone();
  await restart(house, [ann]);
  const cid = await RawClient.join(house.url, 'joinById', ann.roomId, { name: 'Cid' });
  await new Promise<void>((resolve) => ann.ping(() => resolve()));
  expect(cid.frames).toEqual([]);
  await restart(house, [ann]);
  await eventually(() => ann.state.dropped === 1);
  expect(ann.state.hands).toHaveLength(2);
  const again = await sit(house, ann.roomId, { name: 'Cid' });
  expect(again.state.hands).toHaveLength(3);
});

it('players who were not connected, or do not come back, stop the clock for a short time only', async () => {
  const { house, ann } = await tableThatBobLeavesAlone();
  const got = recordMessages(ann);
  await restart(house, [ann]);
  await eventually(() => got.some(({ type }) => type === '$welcome'));
  expect(got.find(({ type }) => type === '$welcome')).toMatchObject({ data: { held: true } });
  await eventually(() => got.some(({ type }) => type === '$resumed'));
  await ann.request('add', { n: 1 });
  await eventually(() => ann.state.dropped === 1);
});

it('outage time does not count: match time goes on where it stood', async () => {
  const { house, ann } = await tableThatBobLeavesAlone();
  const got = recordMessages(ann);
  const welcomes = () => got.filter(({ type }) => type === '$welcome').map(({ data }) => data as { now: number });
  await restart(house, [ann]);
  await eventually(() => welcomes().length === 1);
  await house.kill();
  await sleep(1_000);
  const back = returned(ann);
  await house.start();
  await back;
  await eventually(() => welcomes().length === 2);
  const [before, after] = welcomes().map(({ now }) => now);
  // The tick that Ann's first return has entered.
  expect(after! - before!).toBe(20);
});

it('a room whose players are gone for good ends, and does not come back', async () => {
  const house = await CrashingServer.open();
  const ann = await sit(house, undefined);
  const closed = closing(ann);
  await ann.leave();
  await closed;
  // The server learns that the line is closed after its client.
  await vi.waitUntil(async () => (await roomsOf(house)).length === 0, { timeout: 60_000 });
  await house.restart();
  await expect(house.sdk.joinById(ann.roomId)).rejects.toThrow('not found');
});

it('a state that is restored from a checkpoint fits what clients have decoded', async () => {
  interface Secret {
    owner: string;
    word?: string;
  }
  interface RoundsState {
    round: number;
    secrets: Map<string, Secret>;
    order: Secret[];
  }
  const house = await CrashingServer.open();
  const ann = patient(await house.sdk.create<RoundsState>('rounds'));
  const bob = patient(await house.sdk.joinById<RoundsState>(ann.roomId));
  for (const room of [ann, bob]) room.onMessage('*', () => {});
  const seen = (room: Room<RoundsState>) => [
    room.state.round,
    Array.from(room.state.secrets.entries(), ([id, { owner, word }]) => [id, owner, word ?? '']),
    Array.from(room.state.order, ({ owner, word }) => [owner, word ?? '']),
  ];
  const deal = async (times: number) => {
    for (let left = times; left > 0; left--) {
      const { round } = bob.state;
      await ann.request('deal', {});
      await eventually(() => bob.state.round > round && ann.state.round > round);
    }
  };
  await eventually(() => ann.state.round === 0 && bob.state.round === 0);
  await deal(7);
  const before = [seen(ann), seen(bob)];

  await restart(house, [ann, bob]);
  expect([seen(ann), seen(bob)]).toEqual(before);
  await deal(5);

  const words = (room: Room<RoundsState>, of: Room) => room.state.secrets.get(of.sessionId)?.word ?? '';
  expect([words(ann, ann), words(ann, bob), words(bob, ann), words(bob, bob)]).toEqual(['0-11', '', '', '1-11']);
  const late = patient(await house.sdk.joinById<RoundsState>(ann.roomId, { spectate: true }));
  late.onMessage('*', () => {});
  await eventually(() => late.state.order?.length === 4);
  const open = (room: Room<RoundsState>) => Array.from(room.state.order, ({ owner }) => owner);
  expect(open(ann)).toEqual(open(late));
  expect(open(bob)).toEqual(open(late));
  expect(seen(late)[2]).toEqual(open(late).map((owner) => [owner, '']));
});
