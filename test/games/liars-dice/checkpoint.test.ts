import { Encoder } from '@colyseus/schema';
import { pack, unpack } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import { liarsDice, liarsDiceBot } from '../../../shared/games/liars-dice/index.ts';
import {
  formatTasks,
  Match,
  type Recording,
  resumeMatches,
  type Snapshot,
  stepMatches,
} from '../../../shared/runtime/host.ts';
import { Random } from '../../../shared/runtime/index.ts';
import { RandomTablePlayers } from './random-players.ts';
import { TestTable } from './test-table.ts';

/** Runs a table until `done`, and gives the snapshots that it took. */
async function play(table: TestTable, done: () => boolean, act: () => void = () => {}): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  while (!done()) {
    act();
    await table.match.tick();
    const { snapshot } = table.match.match;
    if (snapshot !== undefined && snapshot !== snapshots.at(-1)) snapshots.push(snapshot);
  }
  return snapshots;
}

/** Goes on from a snapshot to the end of a recording, and looks whether that is the same match all the way. */
async function checkTwin(table: TestTable, recording: Recording, snapshot: Snapshot): Promise<void> {
  const from = unpack(pack(snapshot)) as Snapshot;
  const match = new Match(liarsDice, recording.start, { from, trace: true });
  const encoder = new Encoder(match.state);
  await resumeMatches([match]);
  encoder.discardChanges();
  const outputs = [...match.takeOutputs()];
  const frames = new Map(recording.frames.map((frame) => [frame.tick, frame]));
  while (match.tick < recording.lastTick) {
    const frame = frames.get(match.tick + 1);
    await stepMatches([{ match, entries: frame?.entries ?? [] }]);
    outputs.push(...match.takeOutputs());
    encoder.discardChanges();
    expect(match.takeTrace()).toEqual(frame?.trace);
  }
  expect(outputs).toEqual(table.match.outputs.slice(table.match.outputs.length - outputs.length));
  expect(match.state.toJSON()).toEqual(table.state.toJSON());
  expect(formatTasks(match.describe())).toBe(formatTasks(table.match.match.describe()));
  expect(match.ended?.kind).toBe(table.match.ended?.kind);
}

/** A few of many, the first and the last among them. */
function some<T>(items: readonly T[]): T[] {
  return items.filter((_, index) => index === items.length - 1 || index % Math.ceil(items.length / 4) === 0);
}

async function checkTwins(table: TestTable, snapshots: readonly Snapshot[]): Promise<void> {
  expect(snapshots.length).toBeGreaterThan(2);
  const recording = table.match.recording();
  for (const snapshot of some(snapshots)) await checkTwin(table, recording, snapshot);
}

describe('a table after a crash is the same as without one', () => {
  test.each([1, 2, 3])('while bots play a match to its end (seed %i)', async (seed) => {
    const table = new TestTable({ seats: 1 + 2 * seed > 6 ? 6 : 1 + 2 * seed, fillAfterMs: 0 }, seed, liarsDiceBot);
    await table.join(1);
    await table.reach('rolling');
    await table.leave(0);
    const snapshots = await play(table, () => table.match.ended !== undefined);
    await checkTwins(table, snapshots);
  });

  test.each([1, 2, 5, 9, 1327])('while people and bots do anything at any time (seed %i)', async (seed) => {
    const random = new Random(String(seed), 'chaos');
    const options = { seats: random.int(2, 6), fillAfterMs: random.pick([0, 3_000, null]) };
    const table = new TestTable(options, seed, liarsDiceBot);
    const crowd = new RandomTablePlayers(table, random);
    const over = (): boolean => table.match.now > 200_000 || table.match.ended !== undefined;
    const snapshots = await play(table, over, () => {
      while (random.chance(0.3)) crowd.act();
    });
    await checkTwins(table, snapshots);
  });

  test('through a leave in mid-round, a rematch and a newcomer', async () => {
    const table = await TestTable.bidding(3);
    const snapshots: Snapshot[] = [];
    const lost = (rounds: () => boolean): Promise<void> => table.loseRounds(() => (keep(), rounds()));
    const keep = (): void => {
      const { snapshot } = table.match.match;
      if (snapshot !== undefined && snapshot !== snapshots.at(-1)) snapshots.push(snapshot);
    };
    await lost(() => table.state.round === 4);
    await table.reach('bidding');
    const leaver = table.next;
    await table.leave(leaver);
    await lost(() => table.state.phase === 'result');
    for (const id of table.players) table.match.answer(id, true);
    await table.match.tick(2);
    expect(table.state.phase).toBe('waiting');
    keep();
    await table.join(1);
    expect(table.state).toMatchObject({ phase: 'rolling', round: 1 });
    expect(table.seat(leaver)).toMatchObject({ name: 'Dot', wins: 0 });
    await lost(() => table.state.round === 3);
    await checkTwins(table, snapshots);
  });
});

describe('a checkpoint', () => {
  test('is taken after each round, and before the table waits for players', async () => {
    const table = await TestTable.bidding(2);
    expect(table.match.match.snapshot).toBeUndefined();
    await table.loseRounds(() => table.state.round === 2);
    expect(table.match.match.snapshot).toMatchObject({ tick: table.match.match.tick, open: false });
    await table.loseRounds(() => table.state.phase === 'result');
    for (const id of table.players) table.match.answer(id, true);
    await table.match.tick();
    expect(table.match.match.snapshot?.data).toEqual({ starter: null, pauses: [] });
    expect(table.state).toMatchObject({ phase: 'rolling', round: 1 });
  });

  test('shows in nothing that players see: seats, wins, connections and talk stay', async () => {
    const table = await TestTable.bidding(3);
    const ann = table.match.connect(table.idOf(0));
    const dot = table.match.connect(await table.match.spectate('Dot'));
    table.match.drop(table.idOf(2));
    await table.say(0, 'chat', 'hello');
    await table.loseRounds(() => table.state.round === 2);
    expect(table.match.match.snapshot?.tick).toBe(table.match.match.tick);
    expect(ann.seats.map(({ connected }) => connected)).toEqual([true, true, false]);
    expect(ann.seats.map(({ dice }) => dice?.length ?? 0)).toEqual([table.dice[0], 0, 0]);
    expect(dot.seats.map(({ dice }) => dice?.length ?? 0)).toEqual([0, 0, 0]);
    expect(dot.chat.map(({ text }) => text)).toEqual(['hello']);
  });

  test('ends the evening as ever where all have left meanwhile', async () => {
    const table = await TestTable.bidding(2);
    await table.bidTooMuch();
    await table.call(table.turn, 'challenge');
    for (const id of table.players) table.match.leave(id);
    await table.match.advance(6_000);
    expect(table.match.match.snapshot?.data).toEqual({ starter: -1, pauses: [] });
    expect(table.match.ended).toMatchObject({ kind: 'finished' });
  });

  test('lets nobody talk faster', async () => {
    const table = await TestTable.bidding(2);
    await table.bidTooMuch();
    await table.call(table.turn, 'challenge');
    await table.match.advance(4_000);
    for (let line = 1; line <= 5; line += 1) expect(await table.say(0, 'chat', `line ${line}`)).toBe('accepted');
    await table.reach('rolling');
    expect(await table.say(0, 'chat', 'line 6')).toBe('illegal');
    expect(await table.say(1, 'chat', 'line 1')).toBe('accepted');
  });

  test('keeps the pause between emotes, and follows who comes and goes', async () => {
    const table = await TestTable.bidding(2);
    await table.bidTooMuch();
    await table.call(table.turn, 'challenge');
    await table.match.advance(4_800);
    expect(await table.say(0, 'emote', 'clap')).toBe('accepted');
    await table.match.tick(2);
    expect(table.state.phase).toBe('reveal');
    table.match.drop(table.idOf(1));
    await table.match.tick();
    expect(table.state.phase).toBe('rolling');
    expect(table.seat(1).connected).toBe(false);
    expect(await table.say(0, 'emote', 'clap')).toBe('not-now');
    await table.match.advance(1_500);
    expect(await table.say(0, 'emote', 'clap')).toBe('accepted');
  });
});

test('hundreds of rounds leave nothing behind: tasks, waits, deadlines and snapshots stay as small as they were', async () => {
  const table = await TestTable.bidding(4);
  const sizes: number[] = [];
  const trees = new Set<string>();
  let rounds = 0;
  while (rounds < 1_000) {
    const { round } = table.state;
    await table.say(rounds % 4, 'chat', `round ${rounds}`);
    await table.loseRounds(
      () => (table.state.phase !== 'bidding' && table.state.round !== round) || table.state.phase === 'result',
    );
    rounds += 1;
    if (table.state.phase === 'result') {
      for (const id of table.players) table.match.answer(id, true);
      await table.match.tick();
    }
    expect(table.state.phase).toBe('rolling');
    sizes.push(pack(table.match.match.snapshot).length);
    trees.add(formatTasks(table.match.match.describe()));
    await table.reach('bidding');
  }
  expect(trees.size).toBe(1);
  // Fifty lines of chat are kept, and numbers of instances grow by a digit.
  const [early, late] = [sizes.slice(60, 100), sizes.slice(-40)].map((each) => Math.max(...each));
  expect(late).toBeLessThan((early ?? 0) * 1.1);
});
