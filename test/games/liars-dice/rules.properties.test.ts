import fc from 'fast-check';
import { describe, expect } from 'vitest';
import {
  applyOutcome,
  compareBids,
  countFace,
  DICE_EACH,
  diceInPlay,
  forfeit,
  isLegalBid,
  leastRaise,
  legalBids,
  nextSeat,
  nextStarter,
  seatsInPlay,
  settleCall,
  winnerOf,
  type Bid,
} from '../../../shared/games/liars-dice/rules.ts';
import { propertyTest } from '../../support/property-test.ts';

const MAX_DICE = 6 * DICE_EACH;
const inPlay = fc.integer({ min: 1, max: MAX_DICE });
const bid: fc.Arbitrary<Bid> = fc.record({
  count: fc.integer({ min: 1, max: MAX_DICE }),
  face: fc.integer({ min: 2, max: 6 }),
});
const anyBid: fc.Arbitrary<Bid> = fc.record({
  count: fc.integer({ min: -2, max: 40 }),
  face: fc.integer({ min: -1, max: 8 }),
});
const standing = fc.option(bid, { nil: undefined });
const hand = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: DICE_EACH });
const diceBySeat = fc.array(fc.integer({ min: 0, max: DICE_EACH }), { minLength: 2, maxLength: 6 });
/** A table in the middle of a match: at least two seats have dice. */
const liveTable = diceBySeat.filter((dice) => seatsInPlay(dice).length >= 2);

describe('raising is a strict total order', () => {
  propertyTest('no bid raises itself', [bid], (a) => !isLegalBid(a, a, MAX_DICE));

  propertyTest('of two different bids exactly one raises the other', [bid, bid], (a, b) => {
    fc.pre(compareBids(a, b) !== 0);
    expect(isLegalBid(a, b, MAX_DICE)).toBe(!isLegalBid(b, a, MAX_DICE));
  });

  propertyTest('a raise of a raise is a raise', [bid, bid, bid], (a, b, c) => {
    fc.pre(isLegalBid(b, a, MAX_DICE) && isLegalBid(c, b, MAX_DICE));
    expect(isLegalBid(c, a, MAX_DICE)).toBe(true);
  });

  propertyTest('two bids compare the same from both sides', [bid, bid], (a, b) => {
    expect(Math.sign(compareBids(a, b))).toBe(0 - Math.sign(compareBids(b, a)));
    expect(compareBids(a, b) === 0).toBe(a.count === b.count && a.face === b.face);
  });
});

describe('the least raise', () => {
  propertyTest('is legal whenever there is one', [standing, inPlay], (over, dice) => {
    const least = leastRaise(over, dice);
    if (least !== undefined) expect(isLegalBid(least, over, dice)).toBe(true);
  });

  propertyTest('is below every other legal bid', [standing, inPlay, anyBid], (over, dice, other) => {
    fc.pre(isLegalBid(other, over, dice));
    const least = leastRaise(over, dice);
    expect(least).toBeDefined();
    if (least !== undefined) expect(compareBids(least, other)).toBeLessThanOrEqual(0);
  });

  propertyTest(
    'opens every round, whatever dice are left',
    [inPlay],
    (dice) => leastRaise(undefined, dice) !== undefined,
  );

  propertyTest('repeated, makes every legal bid once and ends', [standing, inPlay], (over, dice) => {
    const every = Array.from({ length: MAX_DICE * 5 }, (_, i) => ({
      count: 1 + Math.floor(i / 5),
      face: 2 + (i % 5),
    }));
    expect(legalBids(over, dice)).toEqual(every.filter((b) => isLegalBid(b, over, dice)));
  });
});

describe('counting', () => {
  propertyTest('does not depend on the order of the dice', [hand, fc.integer({ min: 2, max: 6 })], (dice, face) => {
    expect(countFace(dice.toReversed(), face)).toBe(countFace(dice, face));
  });

  propertyTest(
    'of two hands together is the sum of both',
    [hand, hand, fc.integer({ min: 2, max: 6 })],
    (a, b, face) => {
      expect(countFace([...a, ...b], face)).toBe(countFace(a, face) + countFace(b, face));
    },
  );

  propertyTest('counts each one once for each of the five faces, and every other die once', [hand], (dice) => {
    const counted = [2, 3, 4, 5, 6].reduce((sum, face) => sum + countFace(dice, face), 0);
    const ones = dice.filter((die) => die === 1).length;
    expect(counted).toBe(dice.length + 4 * ones);
  });
});

const call = liveTable.chain((dice) => {
  const seats = seatsInPlay(dice);
  return fc
    .record({
      kind: fc.constantFrom('challenge' as const, 'spotOn' as const),
      bidder: fc.constantFrom(...seats),
      caller: fc.constantFrom(...seats),
      bid: fc.record({ count: fc.integer({ min: 1, max: diceInPlay(dice) }), face: fc.integer({ min: 2, max: 6 }) }),
      actual: fc.integer({ min: 0, max: diceInPlay(dice) }),
      dice: fc.constant(dice),
    })
    .filter(({ bidder, caller }) => bidder !== caller);
});

describe('settling a call', () => {
  propertyTest('conserves the dice but for the one change', [call], (made) => {
    const outcome = settleCall(made);
    const after = applyOutcome(made.dice, outcome);
    expect(diceInPlay(after)).toBe(diceInPlay(made.dice) + outcome.change);
    expect(after.filter((count, seat) => seat !== outcome.seat && count !== made.dice[seat])).toEqual([]);
  });

  propertyTest('changes the dice of the caller or of the bidder', [call], (made) =>
    [made.caller, made.bidder].includes(settleCall(made).seat),
  );

  propertyTest('leaves nobody below none or above five', [call], (made) =>
    applyOutcome(made.dice, settleCall(made)).every((count) => count >= 0 && count <= DICE_EACH),
  );

  propertyTest('a challenge always costs a die, and truth decides whose', [call], (made) => {
    const outcome = settleCall({ ...made, kind: 'challenge' });
    expect(outcome).toEqual({ seat: made.actual < made.bid.count ? made.bidder : made.caller, change: -1 });
  });

  propertyTest(
    'leaves at least one seat with dice',
    [call],
    (made) => seatsInPlay(applyOutcome(made.dice, settleCall(made))).length >= 1,
  );
});

describe('the turn', () => {
  propertyTest('goes only to seats with dice', [liveTable, fc.nat(5)], (dice, seat) => {
    fc.pre(seat < dice.length);
    expect(dice[nextSeat(dice, seat)]).toBeGreaterThan(0);
  });

  propertyTest('visits every seat with dice once before it comes back', [liveTable], (dice) => {
    const first = nextSeat(dice, dice.length - 1);
    const visited = [first];
    for (let seat = nextSeat(dice, first); seat !== first; seat = nextSeat(dice, seat)) visited.push(seat);
    expect(visited).toEqual(seatsInPlay(dice));
  });

  propertyTest('opens the next round at a seat with dice', [call], (made) => {
    const outcome = settleCall(made);
    const after = applyOutcome(made.dice, outcome);
    expect(after[nextStarter(after, outcome.seat)]).toBeGreaterThan(0);
  });

  propertyTest('skips a seat that has forfeited', [liveTable, fc.nat(5), fc.nat(5)], (dice, leaver, seat) => {
    fc.pre(leaver < dice.length && seat < dice.length);
    expect(nextSeat(forfeit(dice, leaver), seat)).not.toBe(leaver);
  });
});

describe('a match', () => {
  propertyTest(
    'ends with one winner when every call costs a die, within as many rounds as there are dice',
    [fc.integer({ min: 2, max: 6 }), fc.infiniteStream(fc.nat(1_000))],
    (seats, chances) => {
      let dice: number[] = Array.from({ length: seats }, () => DICE_EACH);
      let rounds = 0;
      while (winnerOf(dice) === undefined) {
        const inPlayNow = seatsInPlay(dice);
        const chance = chances.next().value ?? 0;
        const bidder = inPlayNow[chance % inPlayNow.length] ?? 0;
        const caller = nextSeat(dice, bidder);
        const actual = chance % (diceInPlay(dice) + 1);
        const bidMade = { count: 1 + (chance % diceInPlay(dice)), face: 2 };
        dice = applyOutcome(dice, settleCall({ kind: 'challenge', caller, bidder, bid: bidMade, actual, dice }));
        rounds += 1;
      }
      expect(rounds).toBeLessThanOrEqual(seats * DICE_EACH - 1);
      expect(seatsInPlay(dice)).toEqual([winnerOf(dice)]);
    },
  );

  propertyTest(
    'is won by the last player who stays when all others forfeit, in any order',
    [
      fc
        .integer({ min: 2, max: 6 })
        .chain((seats) => fc.shuffledSubarray([...Array(seats).keys()], { minLength: seats })),
    ],
    (order) => {
      let dice: number[] = order.map(() => DICE_EACH);
      for (const leaver of order.slice(1)) dice = forfeit(dice, leaver);
      expect(winnerOf(dice)).toBe(order[0]);
    },
  );
});
