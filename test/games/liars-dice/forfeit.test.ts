import { describe, expect, test } from 'vitest';
import { liarsDiceBot } from '../../../shared/games/liars-dice/index.ts';
import { TestTable } from './test-table.ts';

describe('a player who leaves a match', () => {
  test('on the turn: the dice are out and the turn moves on, with time of its own', async () => {
    const table = await TestTable.bidding(3);
    const [leaver, next] = [table.turn, table.next];
    await table.match.advance(20_000);
    await table.leave(leaver);
    expect(table.seat(leaver)).toMatchObject({ playing: false, diceCount: 0, connected: false });
    expect(table.turn).toBe(next);
    expect(table.state.phase).toBe('bidding');
    expect(table.state.deadline - table.match.now).toBe(30_000);
  });

  test('off the turn: the bidding goes on as if nothing had happened', async () => {
    const table = await TestTable.bidding(3);
    const [turn, leaver] = [table.turn, table.next];
    const { deadline } = table.state;
    await table.match.advance(10_000);
    await table.leave(leaver);
    expect(table.dice[leaver]).toBe(0);
    expect(table.turn).toBe(turn);
    expect(table.state.deadline).toBe(deadline);
    expect(await table.bid(turn, 1, 2)).toBe('accepted');
    expect(table.turn).not.toBe(leaver);
  });

  test('takes the dice along: no bid counts them any more', async () => {
    const table = await TestTable.bidding(3);
    const leaver = table.next;
    await table.leave(leaver);
    await table.bid(table.turn, 11, 2);
    expect(table.calls).toEqual([]);
    await table.bidExactly();
    await table.call(table.turn, 'challenge');
    expect(table.seat(leaver).shown).toHaveLength(0);
    expect(table.state.reveal.actual).toBe(table.state.reveal.count);
  });

  test('leaves nothing to raise: a bid on more dice than are left is challenged automatically', async () => {
    const table = await TestTable.bidding(3);
    const bidder = table.turn;
    await table.bid(bidder, 12, 2);
    const turn = table.turn;
    await table.leave(table.next);
    await table.match.advance(30_000);
    expect(table.calls).toEqual([`${bidder} 12×2`, `${turn} challenge (house)`]);
  });

  test('with the standing bid: the round is off, nobody else loses a die, and the next round starts', async () => {
    const table = await TestTable.bidding(3);
    const bidder = table.turn;
    await table.bid(bidder, 4, 5);
    const next = table.turn;
    await table.leave(bidder);
    expect(table.state.phase).toBe('reveal');
    expect(table.state.reveal).toMatchObject({ kind: 'forfeit', caller: -1, bidder, seat: bidder, change: -5 });
    expect(table.dice.filter((count) => count === 5)).toHaveLength(2);
    expect(table.state.seats.every(({ shown }) => shown.length === 0)).toBe(true);
    await table.reach('bidding', 6_000);
    expect(table.turn).toBe(next);
  });

  test('in the moment in which the bid is challenged: the round is off', async () => {
    const table = await TestTable.bidding(3);
    const bidder = await table.bidTooMuch();
    table.match.send(table.idOf(table.turn), 'challenge', {});
    await table.leave(bidder);
    expect(table.state.reveal).toMatchObject({ kind: 'forfeit', bidder });
    expect(table.dice.filter((count) => count === 5)).toHaveLength(2);
  });

  test('in the moment of a call of their own: the call does not count', async () => {
    const table = await TestTable.bidding(4);
    await table.bidTooMuch();
    const caller = table.next;
    table.match.send(table.idOf(caller), 'challenge', {});
    await table.leave(caller);
    expect(table.state.phase).toBe('bidding');
    expect(table.dice[caller]).toBe(0);
    expect(table.calls).toHaveLength(1);
  });

  test('in the moment of a bid of their own: the bid does not count', async () => {
    const table = await TestTable.bidding(3);
    const [leaver, next] = [table.turn, table.next];
    table.match.send(table.idOf(leaver), 'bid', { count: 1, face: 2 });
    await table.leave(leaver);
    expect(table.calls).toEqual([]);
    expect(table.turn).toBe(next);
  });

  test('to one opponent: the opponent has won, without another round', async () => {
    const table = await TestTable.bidding(2);
    const leaver = table.turn;
    await table.bid(leaver, 1, 2);
    await table.leave(leaver);
    expect(table.state.phase).toBe('result');
    expect(table.state.winner).toBe(1 - leaver);
    expect(table.seat(1 - leaver).wins).toBe(1);
  });

  test.each(['rolling', 'reveal'] as const)('while the table is %s: is out of the next round', async (phase) => {
    const table = await TestTable.bidding(3);
    await table.bidExactly();
    const loser = table.turn;
    await table.call(loser, 'challenge');
    await table.reach(phase);
    await table.leave(loser);
    expect(table.seat(loser)).toMatchObject({ playing: false, diceCount: 0 });
    await table.reach('rolling');
    await table.reach('bidding');
    expect(table.turn).not.toBe(loser);
    expect(table.turn).toBeGreaterThanOrEqual(0);
  });

  test.each([0, 1, 2])(
    'in the moment in which the bidding opens: the turn is somebody else’s (seat %i)',
    async (leaver) => {
      const table = await TestTable.seated(3, { seats: 3, fillAfterMs: null });
      const { deadline } = table.state;
      await table.match.until(() => table.match.now >= deadline - 50);
      await table.leave(leaver);
      expect(table.state.phase).toBe('bidding');
      expect(table.turn).not.toBe(leaver);
      expect(await table.bid(table.turn, 1, 2)).toBe('accepted');
    },
  );

  test('to one opponent as the bidding opens: the opponent has won', async () => {
    const table = await TestTable.seated(2, { seats: 2 });
    const { deadline } = table.state;
    await table.match.until(() => table.match.now >= deadline - 50);
    await table.leave(0);
    expect(table.state).toMatchObject({ phase: 'result', winner: 1 });
  });

  test('together with all others: the room is over', async () => {
    const table = await TestTable.bidding(3);
    for (const id of table.players) table.match.leave(id);
    await table.match.advance(1_000);
    expect(table.match.ended).toMatchObject({ kind: 'finished' });
  });

  test('to bots: they continue until one has won', async () => {
    const table = await TestTable.seated(1, { seats: 3, fillAfterMs: 0 }, 5, liarsDiceBot);
    await table.reach('bidding');
    await table.leave(0);
    await table.match.until(() => table.match.ended !== undefined, { limitMs: 1_800_000 });
    expect(table.match.ended).toMatchObject({ kind: 'finished' });
    expect(table.state.seats[table.state.winner]?.bot).toBe(true);
  });
});

describe('a player whose connection drops', () => {
  test('keeps the seat and the dice, and everyone sees it', async () => {
    const table = await TestTable.bidding(3);
    const dropped = table.next;
    table.match.drop(table.idOf(dropped));
    await table.match.tick();
    expect(table.seat(dropped)).toMatchObject({ connected: false, playing: true, diceCount: 5 });
    table.match.return(table.idOf(dropped));
    await table.match.tick();
    expect(table.seat(dropped).connected).toBe(true);
  });

  test('gets the current time in the same patch as the unchanged deadline on return', async () => {
    const table = await TestTable.bidding(3);
    const { deadline } = table.state;
    table.match.drop(table.idOf(0));
    await table.match.advance(10_000);
    table.match.return(table.idOf(0));
    await table.match.tick();
    expect(table.state).toMatchObject({ now: table.match.now, deadline });
  });

  test('can still play after coming back', async () => {
    const table = await TestTable.bidding(2);
    const turn = table.turn;
    table.match.drop(table.idOf(turn));
    await table.match.advance(5_000);
    table.match.return(table.idOf(turn));
    expect(await table.bid(turn, 2, 2)).toBe('accepted');
  });
});
