import { describe, expect, test } from 'vitest';
import {
  applyOutcome,
  compareBids,
  countFace,
  diceInPlay,
  forfeit,
  isLegalBid,
  leastRaise,
  legalBids,
  nextSeat,
  nextStarter,
  scoreWin,
  seatsInPlay,
  settleCall,
  winnerOf,
} from '../../../shared/games/liars-dice/rules.ts';

describe('bids', () => {
  const standing = { count: 3, face: 4 };

  test.each([
    ['a higher count raises with any face', { count: 4, face: 2 }, true],
    ['a higher count raises with any face', { count: 4, face: 6 }, true],
    ['the same count raises only with a higher face', { count: 3, face: 5 }, true],
    ['the same count raises only with a higher face', { count: 3, face: 4 }, false],
    ['the same count raises only with a higher face', { count: 3, face: 3 }, false],
    ['a lower count never raises', { count: 2, face: 6 }, false],
    ['ones are wild and cannot be bid', { count: 5, face: 1 }, false],
    ['nobody bids more dice than are in play', { count: 10, face: 2 }, true],
    ['nobody bids more dice than are in play', { count: 11, face: 2 }, false],
  ])('%s: %o over three fours', (_, bid, isRaise) => {
    expect(isLegalBid(bid, standing, 10)).toBe(isRaise);
  });

  test.each([
    { count: 1, face: 1 },
    { count: 0, face: 3 },
    { count: -1, face: 3 },
    { count: 1.5, face: 3 },
    { count: 1, face: 2.5 },
    { count: 1, face: 7 },
    { count: Number.NaN, face: 3 },
    { count: 1, face: Number.NaN },
  ])('a bid counts whole dice of a face that exists: $count of $face is none', (bid) => {
    expect(isLegalBid(bid, undefined, 10)).toBe(false);
  });

  test('the lowest opening is one two', () => {
    expect(leastRaise(undefined, 10)).toEqual({ count: 1, face: 2 });
  });

  test('the least raise is the next face, and after a six the next count with a two', () => {
    expect(leastRaise({ count: 3, face: 4 }, 10)).toEqual({ count: 3, face: 5 });
    expect(leastRaise({ count: 3, face: 6 }, 10)).toEqual({ count: 4, face: 2 });
  });

  test('nothing raises a bid of all dice showing six', () => {
    expect(leastRaise({ count: 10, face: 6 }, 10)).toBeUndefined();
    expect(legalBids({ count: 10, face: 6 }, 10)).toEqual([]);
  });

  test('nothing raises a bid that more dice were in play for', () => {
    expect(leastRaise({ count: 8, face: 2 }, 5)).toBeUndefined();
  });

  test('with two dice there are ten bids', () => {
    expect(legalBids(undefined, 2)).toHaveLength(10);
    expect(legalBids({ count: 1, face: 6 }, 2)[0]).toEqual({ count: 2, face: 2 });
  });

  test('a bid equals itself', () => {
    expect(compareBids(standing, { ...standing })).toBe(0);
  });
});

describe('counting', () => {
  test('ones count for every face', () => {
    expect(countFace([1, 1, 4, 5, 4], 4)).toBe(4);
    expect(countFace([1, 1, 4, 5, 4], 2)).toBe(2);
    expect(countFace([], 2)).toBe(0);
  });

  test('dice in play are those of all seats together', () => {
    expect(diceInPlay([5, 0, 3])).toBe(8);
  });
});

describe('a challenge', () => {
  const call = { kind: 'challenge', caller: 2, bidder: 0, bid: { count: 4, face: 5 }, dice: [5, 5, 5] } as const;

  test.each([
    ['the bidder', 'fewer than', 3, 0],
    ['the caller', 'as many as', 4, 2],
    ['the caller', 'more than', 5, 2],
  ])('costs %s a die when there are %s bid', (_who, _count, actual, seat) => {
    expect(settleCall({ ...call, actual })).toEqual({ seat, change: -1 });
  });
});

describe('spot on', () => {
  const call = { kind: 'spotOn', caller: 2, bidder: 0, bid: { count: 4, face: 5 }, dice: [5, 5, 3] } as const;

  test('gives the caller a die back when exactly as many are there', () => {
    expect(settleCall({ ...call, actual: 4 })).toEqual({ seat: 2, change: 1 });
  });

  test('gives nothing to a caller with all five dice', () => {
    expect(settleCall({ ...call, actual: 4, dice: [5, 5, 5] })).toEqual({ seat: 2, change: 0 });
  });

  test.each([3, 5])('costs the caller a die when there are %i instead of 4', (actual) => {
    expect(settleCall({ ...call, actual })).toEqual({ seat: 2, change: -1 });
  });
});

describe('after a round', () => {
  test('only the dice of the outcome’s seat change', () => {
    expect(applyOutcome([5, 4, 3], { seat: 1, change: -1 })).toEqual([5, 3, 3]);
    expect(applyOutcome([5, 4, 3], { seat: 2, change: 1 })).toEqual([5, 4, 4]);
  });

  test('a seat that forfeits has no dice left', () => {
    expect(forfeit([5, 4, 3], 1)).toEqual([5, 0, 3]);
  });

  test('a seat without dice is out', () => {
    expect(seatsInPlay([5, 0, 1, 0])).toEqual([0, 2]);
  });

  test('the turn goes around the table and skips players who are out', () => {
    expect(nextSeat([5, 0, 1, 0], 0)).toBe(2);
    expect(nextSeat([5, 0, 1, 0], 2)).toBe(0);
    expect(nextSeat([5, 0, 1, 0], 1)).toBe(2);
  });

  test('the turn returns to the only player left', () => {
    expect(nextSeat([0, 2, 0], 1)).toBe(1);
  });

  test('nobody is next when nobody is left', () => {
    expect(nextSeat([0, 0], 1)).toBe(-1);
  });

  test('the player who gained or lost a die starts the next round', () => {
    expect(nextStarter([5, 4, 3], 1)).toBe(1);
  });

  test('the next one around the table starts when the loser is out', () => {
    expect(nextStarter([5, 0, 3], 1)).toBe(2);
    expect(nextStarter([5, 4, 0], 2)).toBe(0);
  });

  test('the last player with dice has won', () => {
    expect(winnerOf([0, 0, 2])).toBe(2);
    expect(winnerOf([1, 0, 2])).toBeUndefined();
    expect(winnerOf([0, 0, 0])).toBeUndefined();
  });

  test('a win scores one for the winner alone', () => {
    expect(scoreWin([0, 2, 1], 1)).toEqual([0, 3, 1]);
  });
});
