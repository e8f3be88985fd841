import { describe, expect, it } from 'vitest';
import { changes } from '../../../../client/games/liars-dice/announcer.tsx';
import { bidWords, verdictWords } from '../../../../client/games/liars-dice/words.ts';
import type { SeatView, TableView } from '../../../../client/games/liars-dice/table-view.ts';

function seat(index: number, name: string): SeatView {
  return {
    index,
    taken: true,
    name,
    bot: false,
    connected: true,
    playing: true,
    diceCount: 3,
    wins: 0,
    dice: [],
    shown: [],
  };
}

const before: TableView = {
  phase: 'bidding',
  seats: [seat(0, 'Ann'), seat(1, 'Bo')],
  round: 1,
  turn: 0,
  calls: [],
  standing: undefined,
  reveal: undefined,
  winner: -1,
  now: 0,
  deadline: 0,
  chat: [],
  diceInPlay: 6,
};
const bid = { seat: 0, kind: 'bid', count: 5, face: 4, byHouse: false } as const;

describe('what is announced', () => {
  it('a bid, and whose turn is next', () => {
    expect(changes(before, { ...before, calls: [bid], turn: 1 }, 1)).toEqual(['Ann bids five fours.', 'Your turn.']);
  });

  it('an automatic bid of the player', () => {
    const after = { ...before, calls: [{ ...bid, byHouse: true }], turn: 1 };
    expect(changes(before, after, 0)).toEqual(['Time is up: the house bids five fours for you.', 'Bo’s turn.']);
  });

  it("the player's dice when the bidding opens", () => {
    const mine = { ...before, seats: [{ ...seat(0, 'Ann'), dice: [1, 4, 4] }, seat(1, 'Bo')] };
    expect(changes({ ...before, phase: 'rolling' }, mine, 0)).toEqual(['Your dice: 1, 4, 4.', 'Your turn.']);
  });

  it('nothing when nothing happened', () => {
    expect(changes(before, { ...before, now: 50 }, 0)).toEqual([]);
  });
});

describe('words', () => {
  it('count in singular and plural', () => {
    expect([bidWords(1, 6), bidWords(3, 6), bidWords(14, 2), bidWords(0, 5)]).toEqual([
      'one six',
      'three sixes',
      '14 twos',
      'no fives',
    ]);
  });

  it('name the cost of a verdict', () => {
    const reveal = {
      caller: 1,
      kind: 'challenge',
      bidder: 0,
      count: 5,
      face: 4,
      actual: 3,
      seat: 0,
      change: -1,
    } as const;
    expect(verdictWords(before, reveal, 1)).toEqual({ count: 'There are three fours.', cost: 'Ann loses a die.' });
    expect(verdictWords(before, reveal, 0).cost).toBe('You lose a die.');
    expect(verdictWords(before, { ...reveal, kind: 'spotOn', actual: 5, change: 1 }, 0)).toEqual({
      count: 'Exactly five fours.',
      cost: 'Spot on! You win a die back.',
    });
  });
});
