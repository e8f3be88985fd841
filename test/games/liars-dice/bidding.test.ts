import { describe, expect, test } from 'vitest';
import { TestTable } from './test-table.ts';

describe('a turn', () => {
  test('is the next seat’s once a bid was made', async () => {
    const table = await TestTable.bidding(3);
    const first = table.turn;
    expect(await table.bid(first, 1, 2)).toBe('accepted');
    expect(table.turn).toBe((first + 1) % 3);
    expect(table.calls).toEqual([`${first} 1×2`]);
  });

  test('belongs to one seat: nobody else may bid', async () => {
    const table = await TestTable.bidding(3);
    expect(await table.bid(table.next, 1, 2)).toBe('not-now');
    expect(table.calls).toEqual([]);
  });

  test('ends for the first of two bids sent at once', async () => {
    const table = await TestTable.bidding(2);
    const { turn } = table;
    const replies = await table.sayTogether([turn, 'bid', { count: 1, face: 2 }], [turn, 'bid', { count: 2, face: 2 }]);
    expect(replies).toEqual(['accepted', 'not-now']);
    expect(table.calls).toEqual([`${turn} 1×2`]);
  });

  test('goes on after an illegal bid, which is refused', async () => {
    const table = await TestTable.bidding(2);
    const { turn: first, next: second } = table;
    await table.bid(first, 3, 4);
    expect(await table.bid(second, 3, 3)).toBe('illegal');
    expect(table.turn).toBe(second);
    expect(table.calls).toEqual([`${first} 3×4`]);
    await table.bid(second, 3, 5);
    expect(table.calls).toEqual([`${first} 3×4`, `${second} 3×5`]);
  });

  test('takes no bid on more dice than there are', async () => {
    const table = await TestTable.bidding(2);
    await table.bid(table.turn, 11, 2);
    expect(table.calls).toEqual([]);
  });
});

describe('a turn that takes too long', () => {
  test('ends after 30 seconds: the house raises by the least', async () => {
    const table = await TestTable.bidding(2);
    const { turn: first, next: second } = table;
    await table.bid(first, 3, 6);
    await table.match.advance(29_900);
    expect(table.calls).toEqual([`${first} 3×6`]);
    await table.match.advance(200);
    expect(table.calls).toEqual([`${first} 3×6`, `${second} 4×2 (house)`]);
  });

  test('is opened by the house with one two', async () => {
    const table = await TestTable.bidding(2);
    const first = table.turn;
    await table.match.advance(30_000);
    expect(table.calls).toEqual([`${first} 1×2 (house)`]);
  });

  test('is not made longer by illegal bids', async () => {
    const table = await TestTable.bidding(2);
    const first = table.turn;
    for (let second = 0; second < 29; second += 1) {
      await table.match.advance(1_000);
      await table.bid(first, 11, 6);
    }
    await table.match.advance(1_000);
    expect(table.calls).toEqual([`${first} 1×2 (house)`]);
  });

  test('ends in a challenge by the house when no raise is left', async () => {
    const table = await TestTable.bidding(2);
    const { turn: first, next: second } = table;
    await table.bid(first, 10, 6);
    await table.match.advance(30_000);
    expect(table.calls).toEqual([`${first} 10×6`, `${second} challenge (house)`]);
    expect(table.state.reveal.caller).toBe(second);
  });

  test('goes on while the player’s connection is down', async () => {
    const table = await TestTable.bidding(2);
    const first = table.turn;
    await table.match.advance(10_000);
    table.match.drop(table.idOf(first));
    await table.match.advance(15_000);
    expect(table.seat(first).connected).toBe(false);
    expect(table.turn).toBe(first);
    await table.match.advance(5_000);
    expect(table.calls).toEqual([`${first} 1×2 (house)`]);
    expect(table.seat(first).playing).toBe(true);
  });

  test('takes a bid that arrives with the deadline', async () => {
    const table = await TestTable.bidding(2);
    const { match, turn } = table;
    const { deadline } = table.state;
    await match.until(() => match.now >= deadline - 50);
    await table.bid(turn, 2, 3);
    expect(match.now).toBe(deadline);
    expect(table.calls).toEqual([`${turn} 2×3`]);
  });
});

describe('a challenge', () => {
  test('is open to every player but the bidder, out of turn too', async () => {
    const table = await TestTable.bidding(4);
    const bidder = await table.bidTooMuch();
    const caller = table.after(table.turn);
    expect(await table.call(bidder, 'challenge')).toBe('not-now');
    expect(await table.call(caller, 'challenge')).toBe('accepted');
    expect(table.state.phase).toBe('reveal');
    expect(table.state.reveal).toMatchObject({ kind: 'challenge', caller, bidder, seat: bidder, change: -1 });
    expect(table.seat(bidder).diceCount).toBe(4);
  });

  test('is closed before the first bid', async () => {
    const table = await TestTable.bidding(3);
    expect(await table.call(table.next, 'challenge')).toBe('not-now');
    expect(await table.call(table.turn, 'spotOn')).toBe('not-now');
  });

  test('costs the caller a die when the bid holds', async () => {
    const table = await TestTable.bidding(3);
    const bidder = await table.bidExactly();
    const caller = table.turn;
    await table.call(caller, 'challenge');
    expect(table.state.reveal).toMatchObject({ caller, bidder, seat: caller, change: -1 });
    expect(table.seat(caller).diceCount).toBe(4);
    expect(table.seat(bidder).diceCount).toBe(5);
  });

  test('comes too late once the next bid was made in the same moment', async () => {
    const table = await TestTable.bidding(3);
    await table.bid(table.turn, 1, 2);
    const [raiser, caller] = [table.turn, table.next];
    const replies = await table.sayTogether([raiser, 'bid', { count: 1, face: 3 }], [caller, 'challenge', {}]);
    expect(replies).toEqual(['accepted', 'not-now']);
    expect(table.state.phase).toBe('bidding');
  });

  test('beats the next bid that comes after it in the same moment', async () => {
    const table = await TestTable.bidding(3);
    await table.bid(table.turn, 1, 2);
    const [raiser, caller] = [table.turn, table.next];
    const replies = await table.sayTogether([caller, 'challenge', {}], [raiser, 'bid', { count: 1, face: 3 }]);
    expect(replies).toEqual(['accepted', 'not-now']);
    expect(table.state.reveal).toMatchObject({ caller, count: 1, face: 2 });
  });

  test('of several is the one that came first', async () => {
    const table = await TestTable.bidding(4);
    await table.bid(table.turn, 1, 2);
    const [early, late] = [table.after(table.next), table.next];
    const replies = await table.sayTogether([early, 'spotOn', {}], [late, 'challenge', {}]);
    expect(replies).toEqual(['accepted', 'not-now']);
    expect(table.state.reveal).toMatchObject({ kind: 'spotOn', caller: early });
  });

  test('of a bid that has been raised since does not hit the raise', async () => {
    const table = await TestTable.bidding(3);
    await table.bid(table.turn, 1, 2);
    await table.bid(table.turn, 1, 3);
    const caller = table.turn;
    expect(await table.say(caller, 'challenge', { bid: 0 })).toBe('illegal');
    expect(table.state.phase).toBe('bidding');
    await table.say(caller, 'challenge', { bid: 1 });
    expect(table.state.phase).toBe('reveal');
  });
});

describe('spot on', () => {
  test('wins a die back when it is right', async () => {
    const table = await TestTable.bidding(3);
    const caller = await table.bidTooMuch();
    await table.call(table.turn, 'challenge');
    await table.reach('rolling');
    await table.reach('bidding');
    expect(table.seat(caller).diceCount).toBe(4);
    await table.bid(table.turn, 1, 2);
    const bidder = await table.bidExactly();
    await table.call(caller, 'spotOn');
    expect(table.state.reveal).toMatchObject({ kind: 'spotOn', caller, bidder, seat: caller, change: 1 });
    expect(table.dice).toEqual([5, 5, 5]);
  });

  test('wins nothing for a player who has all five dice', async () => {
    const table = await TestTable.bidding(3);
    await table.bidExactly();
    const caller = table.turn;
    await table.call(caller, 'spotOn');
    expect(table.state.reveal).toMatchObject({ seat: caller, change: 0 });
    expect(table.dice).toEqual([5, 5, 5]);
  });

  test('costs the caller a die when it is wrong', async () => {
    const table = await TestTable.bidding(3);
    await table.bidTooMuch();
    const caller = table.next;
    await table.call(caller, 'spotOn');
    expect(table.state.reveal).toMatchObject({ seat: caller, change: -1 });
    expect(table.seat(caller).diceCount).toBe(4);
  });
});

describe('the reveal', () => {
  test('shows everybody’s dice for five seconds, and counts them', async () => {
    const table = await TestTable.bidding(3);
    await table.bidTooMuch();
    const { count, face } = table.state.calls.at(-1) ?? { count: 0, face: 0 };
    const [actual, dice] = [table.actual(face), table.state.seats.map((seat) => [...seat.dice])];
    await table.call(table.turn, 'challenge');
    expect(table.state.seats.map((seat) => [...seat.shown])).toEqual(dice);
    expect(table.state.reveal).toMatchObject({ count, face, actual });
    expect(table.state.deadline - table.state.now).toBe(5_000);
    await table.match.advance(4_900);
    expect(table.state.phase).toBe('reveal');
    await table.match.advance(100);
    expect(table.state.phase).toBe('rolling');
    expect(table.state.seats.map((seat) => seat.shown.length)).toEqual([0, 0, 0]);
  });

  test.each([1, 2, 3, 4])('is followed by a round that the loser starts (seed %i)', async (seed) => {
    const table = await TestTable.bidding(3, seed);
    const loser = await table.bidTooMuch();
    await table.call(table.turn, 'challenge');
    await table.reach('rolling');
    await table.reach('bidding');
    expect(table.state.round).toBe(2);
    expect(table.turn).toBe(loser);
    expect(table.seat(loser).dice).toHaveLength(4);
  });
});
