import { pack } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import { liarsDice, liarsDiceBot } from '../../../shared/games/liars-dice/index.ts';
import { formatTasks, type Snapshot } from '../../../shared/runtime/host.ts';
import { Random } from '../../../shared/runtime/index.ts';
import { RandomTablePlayers } from './random-players.ts';
import { TestTable } from './test-table.ts';
import { checkTwins, snapshotsOf } from '../checkpoint-twins.ts';

describe('a table after a crash is the same as without one', () => {
  test.each([1, 2, 3])('while bots play a match to its end (seed %i)', async (seed) => {
    const table = await TestTable.seated(
      1,
      { seats: 1 + 2 * seed > 6 ? 6 : 1 + 2 * seed, fillAfterMs: 0 },
      seed,
      liarsDiceBot,
    );
    await table.reach('rolling');
    await table.leave(0);
    const snapshots = await snapshotsOf(table.match, () => table.match.ended !== undefined);
    await checkTwins(liarsDice, table.match, snapshots);
  });

  test.each([1, 2, 5, 9, 1327])('while players and bots do anything at any time (seed %i)', async (seed) => {
    const random = new Random(String(seed), 'chaos');
    const options = { seats: random.int(2, 6), fillAfterMs: random.pick([0, 3_000, null]) };
    const table = new TestTable(options, seed, liarsDiceBot);
    const crowd = new RandomTablePlayers(table, random);
    const over = (): boolean => table.match.now > 200_000 || table.match.ended !== undefined;
    const snapshots = await snapshotsOf(table.match, over, () => {
      while (random.chance(0.3)) crowd.act();
    });
    await checkTwins(liarsDice, table.match, snapshots);
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
    await checkTwins(liarsDice, table.match, snapshots);
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

  test('closes the table if all players left meanwhile', async () => {
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

  test('keeps the pauses between emotes, and follows joins and leaves', async () => {
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
