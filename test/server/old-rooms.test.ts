/** Rooms that have played for long, and many of them. Their journals are written by the tests, as a server would have. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SqliteStore } from '../../server/journal/sqlite-store.ts';
import { createLog } from '../../server/log.ts';
import { type Entry, stepMatches } from '../../shared/runtime/host.ts';
import { changingGames } from './crash/changing-games.ts';
import { CrashingServer } from './crash/crashing-server.ts';
import { longGame } from './crash/long-game.ts';
import { ANN, TOKEN, writeMatch } from './crash/write-match.ts';
import { eventually, isWelcome, recordMessages } from '../support/test-server.ts';

interface Saga {
  rounds: number;
  total: number;
  said: string[];
  toJSON(): unknown;
}

/** A house with journals, and no server in it. */
async function houseWith<T>(write: (store: SqliteStore) => Promise<T>): Promise<{ house: CrashingServer; written: T }> {
  const house = await CrashingServer.build();
  onTestFinished(() => house.destroy());
  const store = await SqliteStore.open({ folder: house.folder, level: 'process', log: createLog('silent') });
  const written = await write(store);
  await store.close();
  return { house, written };
}

function says(text: string): Entry[] {
  return [{ kind: 'message', player: ANN, type: 'say', data: text, ref: -1 }];
}

it('a room of many thousand ticks comes back beside a new one, with checkpoints and without, and goes on as it would have', async () => {
  const entries = { 70_000: says('hello') };
  const { house, written } = await houseWith(async (store) => {
    const plain = await writeMatch(store, longGame, { room: 'PLAIN', ticks: 150_000, entries });
    const saved = await writeMatch(store, longGame, {
      room: 'SAVED',
      ticks: 150_000,
      options: { chapter: 100 },
      entries,
    });
    const young = await writeMatch(store, longGame, { room: 'YOUNG', ticks: 10 });
    return { PLAIN: plain, SAVED: saved, YOUNG: young };
  });
  await house.start();

  // All at once: a seat is kept for some seconds.
  const returns = Object.entries(written).map(async ([code, match]) => {
    const room = await house.sdk.reconnect<Saga>(`${code}:${TOKEN}`);
    return { match, room, got: recordMessages(room) };
  });
  for (const { match, room, got } of await Promise.all(returns)) {
    await eventually(() => got.some(isWelcome));
    expect(got.find(isWelcome)).toMatchObject({ data: { seat: 0, player: ANN, recoveries: 1 } });
    const { rounds } = match.state;
    await eventually(() => room.state.rounds > rounds);
    while (match.state.rounds < room.state.rounds) await stepMatches([{ match, entries: [] }]);
    expect(room.state.toJSON()).toEqual(match.state.toJSON());
  }
  expect(written.SAVED.snapshot?.tick).toBeGreaterThan(100_000);
});

it('a room that is open for a week stays small, and comes back as fast as a new one', async () => {
  const week = 7 * 24 * 3_600;
  // One tick a second, and something happens in each.
  const slow = { ...longGame, tickRate: 1 };
  const { house, written } = await houseWith(async (store) => {
    const match = await writeMatch(store, slow, { room: 'WEEKS', ticks: week, options: { chapter: 60 } });
    const [unfinished] = store.unfinished();
    const checkpoint = unfinished?.checkpoint;
    return {
      checkpointBytes: checkpoint?.bytes.length,
      framesToPlay: store.frames(unfinished?.slot ?? 0, checkpoint?.tick ?? 0).length,
      liveTasks: match.liveTasks,
    };
  });
  expect(written.checkpointBytes).toBeLessThan(1_000);
  expect(written.framesToPlay).toBeLessThan(130);
  expect(written.liveTasks).toBe(2);
  // All of it is there for the replay.
  expect(statSync(join(house.folder, 'greenroom.db')).size / week).toBeLessThan(20);

  await house.start();
  const room = await house.sdk.reconnect<Saga>(`WEEKS:${TOKEN}`);
  const got = recordMessages(room);
  await eventually(() => got.some(isWelcome));
  expect(got.find(isWelcome)).toMatchObject({
    data: { now: expect.toSatisfy((now: number) => now >= (week - 1) * 1_000) },
  });
});

it('a match whose start frame is of a later version is voided, and the room beside it comes back', async () => {
  const { house } = await houseWith(async (store) => {
    await writeMatch(store, longGame, { room: 'LATER', ticks: 50, start: { format: 2 } });
    await writeMatch(store, longGame, { room: 'TODAY', ticks: 50 });
  });
  await house.start();

  expect(await house.told('match voided')).toEqual([
    expect.objectContaining({ room: 'LATER', reason: 'its start frame is of a later version' }),
  ]);
  expect((await house.sdk.reconnect<Saga>(`TODAY:${TOKEN}`)).sessionId).toBe(ANN);
});

it('rooms come back in the order in which something last entered them, the latest first', async () => {
  const { house } = await houseWith(async (store) => {
    for (const room of ['FIRST', 'OTHER', 'THIRD']) await writeMatch(store, longGame, { room, ticks: 2 });
    const [first] = store.unfinished().filter(({ record }) => record.room === 'FIRST');
    store.commit([{ slot: first?.slot ?? 0, tick: 3, entries: says('late') }]);
  });
  await house.start();

  const { rooms } = (await (await fetch(`${house.url}/api/rooms`)).json()) as { rooms: { id: string }[] };

  expect(rooms.map(({ id }) => id)).toEqual(['FIRST', 'THIRD', 'OTHER']);
});

it('rooms wait for the others, however long these take, and are all there when the server was told to end meanwhile', async () => {
  const game = changingGames(1).find(({ name }) => name === 'changing-ending');
  if (game === undefined) throw new Error('the game is gone');
  const { house } = await houseWith(async (store) => {
    for (let room = 0; room < 130; room++) await writeMatch(store, game, { room: codeOf(room), ticks: 300 });
  });
  // Its rooms close at once if nobody joins.
  const environment = { COLYSEUS_SEAT_RESERVATION_TIME: '0.001' };

  house.change({ version: 2, environment: { ...environment, ENDS_AS_MATCHES_BEGIN: 'yes' } });
  house.launch();
  expect(await house.ended()).toBe(0);
  expect(house.wasOpen).toBe(false);
  expect(house.said).not.toContain('rooms recovered');

  house.change({ environment });
  await house.start();
  const { rooms } = (await (await fetch(`${house.url}/api/rooms`)).json()) as { rooms: unknown[] };
  expect(rooms).toHaveLength(130);
});

function codeOf(number: number): string {
  return `AA${[676, 26, 1].map((unit) => String.fromCharCode(65 + (Math.floor(number / unit) % 26))).join('')}`;
}
