import { describe, expect, test } from 'vitest';
import { liarsDiceBot } from '../../../shared/games/liars-dice/index.ts';
import { TestTable } from './test-table.ts';

/** The players whose joins were refused, and why. */
function joinsRefused({ match }: TestTable): string[] {
  return match.outputs.flatMap((output) =>
    output.kind === 'refused' && output.type === 'join' ? [`${output.player} ${output.code}`] : [],
  );
}

function botsAsked(table: TestTable): number[] {
  return table.match.outputs.flatMap((output) => (output.kind === 'bots' ? [output.count] : []));
}

describe('a table that waits', () => {
  test('has the seats that its creator chose, all empty', async () => {
    const table = new TestTable({ seats: 5 });
    await table.match.tick();
    expect(table.state.seats.map(({ player }) => player)).toEqual(['', '', '', '', '']);
    expect(table.state.phase).toBe('waiting');
    expect(table.match.match.joinable).toBe(true);
  });

  test('takes a checkpoint now and then, without any visible effect', async () => {
    const table = await TestTable.seated(2, { seats: 3, fillAfterMs: null });
    const seen = () => JSON.stringify({ ...table.state.toJSON(), now: 0 });
    const before = seen();
    for (let hour = 1; hour <= 2; hour++) await table.match.advance(3_600_000);
    expect(table.match.now - table.match.match.snapshot!.tick * 50).toBeLessThanOrEqual(600_000);
    expect(seen()).toBe(before);
    const start = table.match.send(table.players[0]!, 'start', {});
    await table.match.tick();
    expect(start.reply).toBe('accepted');
  });

  test('shows who sits down', async () => {
    const table = await TestTable.seated(2, { seats: 3 });
    expect(table.state.seats.map(({ name }) => name)).toEqual(['Ann', 'Bob', '']);
    expect(table.seat(1)).toMatchObject({ player: table.players[1], bot: false, connected: true, playing: false });
  });

  test('empties the seat of a player who leaves, for the next one', async () => {
    const table = await TestTable.seated(2, { seats: 3 });
    await table.leave(0);
    expect(table.seat(0)).toMatchObject({ player: '', name: '' });
    await table.join(1);
    expect(table.state.seats.map(({ name }) => name)).toEqual(['Cid', 'Bob', '']);
  });

  test('deals everybody in, though all of them came in its first tick', async () => {
    const table = new TestTable({ seats: 4 });
    for (const player of ['p1', 'p2', 'p3', 'p4'])
      table.match.enter({ kind: 'join', player, name: player, bot: false });
    await table.match.tick();
    expect(table.state.phase).toBe('rolling');
    expect(table.state.seats.map(({ player, dice }) => `${player} ${dice.length}`)).toEqual([
      'p1 5',
      'p2 5',
      'p3 5',
      'p4 5',
    ]);
    await table.reach('bidding');
  });

  test('gives a seat to a newcomer in the very moment in which it is left', async () => {
    const table = await TestTable.seated(2, { seats: 3 });
    table.match.leave(table.idOf(0));
    await table.join(1);
    expect(table.state.seats.map(({ name }) => name)).toEqual(['Cid', 'Bob', '']);
  });

  test('starts as soon as the last seat is taken, and admits nobody else', async () => {
    const table = await TestTable.seated(2, { seats: 2 });
    expect(table.state.phase).toBe('rolling');
    expect(table.dice).toEqual([5, 5]);
    expect(table.match.match.joinable).toBe(false);
  });

  test('refuses a player who joins in the same tick in which another takes the last seat', async () => {
    const table = await TestTable.seated(1, { seats: 2 });
    table.match.enter({ kind: 'join', player: 'early', name: 'Early', bot: false });
    table.match.enter({ kind: 'join', player: 'late', name: 'Late', bot: false });
    await table.match.tick(2);
    expect(table.state.seats.map(({ name }) => name)).toEqual(['Ann', 'Early']);
    expect(joinsRefused(table)).toEqual(['late room-full']);
    expect(table.state.phase).toBe('rolling');
    expect(table.match.match.players.map(({ id }) => id)).toEqual([table.players[0], 'early']);
  });
});

describe('empty seats', () => {
  test('are given to bots when the wait that the creator chose is over', async () => {
    const table = await TestTable.seated(2, { seats: 4, fillAfterMs: 8_000 }, 1, liarsDiceBot);
    expect(table.state.deadline).toBe(table.match.now - 50 + 8_000);
    await table.match.advance(7_900);
    expect(botsAsked(table)).toEqual([]);
    await table.match.advance(200);
    expect(botsAsked(table)).toEqual([2]);
    expect(table.state.seats.map(({ bot }) => bot)).toEqual([false, false, true, true]);
    expect(table.state.phase).toBe('rolling');
  });

  test('are given to bots at once when the creator wants no wait', async () => {
    const table = await TestTable.seated(1, { seats: 3, fillAfterMs: 0 }, 1, liarsDiceBot);
    await table.reach('rolling', 200);
    expect(table.state.seats.map(({ bot }) => bot)).toEqual([false, true, true]);
  });

  test('do not count down before the first player has joined', async () => {
    const table = new TestTable({ seats: 3, fillAfterMs: 1_000 }, 1, liarsDiceBot);
    await table.match.advance(60_000);
    expect(botsAsked(table)).toEqual([]);
    expect(table.state.deadline).toBe(0);
  });

  test('wait again for the next player when all have left', async () => {
    const table = await TestTable.seated(1, { seats: 3, fillAfterMs: 10_000 }, 1, liarsDiceBot);
    await table.match.advance(6_000);
    await table.leave(0);
    expect(table.state.deadline).toBe(0);
    await table.match.advance(6_000);
    expect(botsAsked(table)).toEqual([]);
    await table.join(1);
    expect(table.state.deadline - table.state.now).toBe(10_000);
  });

  test('do not wait longer because somebody else joined', async () => {
    const table = await TestTable.seated(1, { seats: 4, fillAfterMs: 10_000 }, 1, liarsDiceBot);
    const { deadline } = table.state;
    await table.match.advance(6_000);
    await table.join(1);
    expect(table.state.deadline).toBe(deadline);
    await table.reach('rolling', 4_300);
  });

  test('are offered to bots again when none joined', async () => {
    const table = await TestTable.seated(1, { seats: 3, fillAfterMs: 0 });
    await table.match.advance(5_000);
    expect(botsAsked(table)).toEqual([2, 2, 2]);
    await table.join(2);
    expect(table.state.phase).toBe('rolling');
  });

  test('are for people while bots are on their way: a bot that finds no seat left is turned away', async () => {
    const table = await TestTable.seated(1, { seats: 3, fillAfterMs: 0 });
    expect(botsAsked(table)).toEqual([2]);
    table.match.enter({ kind: 'join', player: 'quick', name: 'Quick', bot: false });
    table.match.enter({ kind: 'join', player: 'bot-1', name: 'Bot 1', bot: true });
    table.match.enter({ kind: 'join', player: 'bot-2', name: 'Bot 2', bot: true });
    await table.match.tick();
    expect(table.state.phase).toBe('rolling');
    expect(table.state.seats.map(({ name }) => name)).toEqual(['Ann', 'Quick', 'Bot 1']);
    expect(joinsRefused(table)).toEqual(['bot-2 room-full']);
  });

  test('are never given to bots when the creator wants none', async () => {
    const table = await TestTable.seated(2, { seats: 3, fillAfterMs: null }, 1, liarsDiceBot);
    await table.match.advance(600_000);
    expect(table.state.phase).toBe('waiting');
    expect(botsAsked(table)).toEqual([]);
  });
});

describe('“start”', () => {
  test('ends the wait: bots take the empty seats', async () => {
    const table = await TestTable.seated(1, { seats: 4 }, 1, liarsDiceBot);
    expect(await table.say(0, 'start', {})).toBe('accepted');
    await table.reach('rolling', 200);
    expect(table.state.seats.map(({ bot }) => bot)).toEqual([false, true, true, true]);
  });

  test('starts the match without bots if the table has none', async () => {
    const table = await TestTable.seated(2, { seats: 4, fillAfterMs: null });
    expect(await table.say(1, 'start', {})).toBe('accepted');
    expect(table.state.phase).toBe('rolling');
    expect(table.dice).toEqual([5, 5, 0, 0]);
    expect(table.match.match.joinable).toBe(false);
  });

  test('is refused to a player who is alone', async () => {
    const table = await TestTable.seated(1, { seats: 4, fillAfterMs: null });
    expect(await table.say(0, 'start', {})).toBe('not-now');
    expect(table.state.phase).toBe('waiting');
  });

  test('does not start a match for one, when the other left in the same moment', async () => {
    const table = await TestTable.seated(2, { seats: 4, fillAfterMs: null });
    const start = table.match.send(table.idOf(0), 'start', {});
    await table.leave(1);
    expect(start.reply).toBe('accepted');
    expect(table.state.phase).toBe('waiting');
  });

  test('is refused while a match runs', async () => {
    const table = await TestTable.bidding(2);
    expect(await table.say(0, 'start', {})).toBe('not-now');
  });
});
