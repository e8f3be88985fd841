import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diceInPlay, isLegalBid, type Bid } from '../../../shared/games/liars-dice/rules.ts';
import {
  breaksIn,
  chanceAtLeast,
  chanceBidHolds,
  chanceExactly,
  chanceSpotOn,
  chooseOnTurn,
  type RandomSource,
  type TableKnowledge,
} from '../../../shared/games/liars-dice/bot-decisions.ts';
import { PERSONALITIES, SKILLS } from '../../../shared/games/liars-dice/constants.ts';
import { profileOf } from '../../../shared/games/liars-dice/bot-profiles.ts';
import { propertyTest } from '../../support/property-test.ts';

/** Never bluffs, never judges wrongly, always dares a "spot on". */
const CALM = { blur: 0, trust: 0, bluff: 0, spotOn: 1, outcry: 0.1, sure: 0.7, doubt: 0, dare: 0, talk: 0 };
const PROFILES = SKILLS.flatMap((skill) => PERSONALITIES.map((personality) => profileOf(skill, personality)));
const FIXED: RandomSource = {
  float: () => 0.5,
  chance: (probability) => probability >= 0.5,
  pick: (items) => {
    const [first] = items;
    if (first === undefined) throw new RangeError('nothing to pick from');
    return first;
  },
};

/** Draws from fast-check's values, so that a failing case shrinks. */
function randomFrom(values: readonly number[]): RandomSource {
  let at = 0;
  const float = () => values[at++ % values.length] ?? 0;
  return {
    float,
    chance: (probability) => float() < probability,
    pick: (items) => items[Math.floor(float() * items.length)] ?? FIXED.pick(items),
  };
}

const die = fc.integer({ min: 1, max: 6 });
const random = fc
  .array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 8, maxLength: 8 })
  .map(randomFrom);
const sight: fc.Arbitrary<TableKnowledge> = fc
  .array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 6 })
  .chain((dice) =>
    fc.record({
      dice: fc.constant(dice),
      own: fc.array(die, { minLength: dice[0] ?? 1, maxLength: dice[0] ?? 1 }),
      standing: fc.option(
        fc.record({ count: fc.integer({ min: 1, max: diceInPlay(dice) }), face: fc.integer({ min: 2, max: 6 }) }),
        { nil: undefined },
      ),
      heard: fc.array(fc.integer({ min: 2, max: 6 }), { maxLength: 4 }),
    }),
  );

describe('chances', () => {
  test('one unseen die counts for a face one time in three', () => {
    expect(chanceExactly(1, 1)).toBeCloseTo(1 / 3, 12);
    expect(chanceExactly(0, 1)).toBeCloseTo(2 / 3, 12);
  });

  test('of two unseen dice at least one counts five times in nine', () => {
    expect(chanceAtLeast(1, 2)).toBeCloseTo(5 / 9, 12);
    expect(chanceExactly(2, 2)).toBeCloseTo(1 / 9, 12);
  });

  test('a bid that the own dice make true holds for sure', () => {
    expect(chanceBidHolds({ count: 3, face: 4 }, { own: [4, 1, 4, 2, 6], dice: [5, 5] })).toBe(1);
  });

  test('a bid beyond all unseen dice cannot hold', () => {
    expect(chanceBidHolds({ count: 8, face: 4 }, { own: [4, 4, 2, 2, 6], dice: [5, 5] })).toBe(0);
  });

  test('“spot on” is impossible when the own dice already exceed the bid', () => {
    expect(chanceSpotOn({ count: 2, face: 4 }, { own: [4, 1, 4, 2, 6], dice: [5, 5] })).toBe(0);
  });

  test('a bid of a face that others have bid is the likelier the more they are trusted', () => {
    const bid = { count: 4, face: 4 };
    const seen = { own: [4, 2, 2, 3, 6], dice: [5, 5] };
    const trusted = (trust: number) => chanceBidHolds(bid, { ...seen, heard: [4] }, trust);
    expect(trusted(0)).toBe(chanceBidHolds(bid, seen));
    expect(trusted(1)).toBeCloseTo(chanceAtLeast(2, 4), 12);
    expect(trusted(0.5)).toBeCloseTo((trusted(0) + trusted(1)) / 2, 12);
    expect(chanceBidHolds(bid, { ...seen, heard: [5] }, 1)).toBe(chanceBidHolds(bid, seen));
  });

  propertyTest('all numbers of matching dice together are certain', [fc.integer({ min: 0, max: 29 })], (unseen) => {
    const sum = Array.from({ length: unseen + 1 }, (_, matching) => chanceExactly(matching, unseen)).reduce(
      (a, b) => a + b,
      0,
    );
    expect(sum).toBeCloseTo(1, 9);
  });

  propertyTest(
    'more matching dice are never likelier than fewer',
    [fc.integer({ min: 0, max: 29 }), fc.integer({ min: -2, max: 30 })],
    (unseen, matching) => {
      expect(chanceAtLeast(matching + 1, unseen)).toBeLessThanOrEqual(chanceAtLeast(matching, unseen));
    },
  );

  test('agree with counting every roll of four dice', () => {
    const rolls = Array.from({ length: 6 ** 4 }, (_, n) =>
      [0, 1, 2, 3].map((place) => 1 + (Math.floor(n / 6 ** place) % 6)),
    );
    const hits = rolls.filter((roll) => roll.filter((face) => face === 1 || face === 5).length === 2).length;
    expect(chanceExactly(2, 4)).toBeCloseTo(hits / rolls.length, 12);
  });
});

describe('on the turn a bot', () => {
  test('challenges a bid that cannot hold', () => {
    const hopeless = { own: [2, 2, 3, 3, 6], dice: [5, 5], standing: { count: 8, face: 4 } };
    expect(chooseOnTurn(hopeless, CALM, FIXED)).toEqual({ kind: 'challenge' });
  });

  test('does not challenge a bid it knows to be true while a sure raise is left', () => {
    const sure = { own: [6, 6, 6, 1, 1], dice: [5, 5], standing: { count: 3, face: 6 } };
    expect(chooseOnTurn(sure, CALM, FIXED).kind).toBe('bid');
  });

  test('calls “spot on” when that is likelier than anything else and a die is to be won', () => {
    expect(chooseOnTurn({ own: [6, 6], dice: [2, 1], standing: { count: 2, face: 6 } }, CALM, FIXED)).toEqual({
      kind: 'spotOn',
    });
  });

  test('challenges the highest bid there is, since it cannot raise it', () => {
    const last = { own: [1, 6], dice: [2, 1], standing: { count: 3, face: 6 } };
    expect(chooseOnTurn(last, { ...CALM, spotOn: 0 }, FIXED)).toEqual({ kind: 'challenge' });
  });

  propertyTest('opens with a bid', [sight, random, fc.constantFrom(...PROFILES)], (seen, drawn, profile) => {
    expect(chooseOnTurn({ ...seen, standing: undefined }, profile, drawn).kind).toBe('bid');
  });

  propertyTest(
    'never makes an illegal bid, whatever its profile and the random values',
    [sight, random, fc.constantFrom(...PROFILES)],
    (seen, drawn, profile) => {
      const move = chooseOnTurn(seen, profile, drawn);
      if (move.kind === 'bid') expect(isLegalBid(move.bid, seen.standing, diceInPlay(seen.dice))).toBe(true);
      else expect(seen.standing).toBeDefined();
    },
  );

  test('sometimes bids what it does not have', () => {
    const seen = { own: [2, 2, 3, 3, 6], dice: [5, 5], standing: { count: 2, face: 3 } };
    const bold = chooseOnTurn(seen, { ...CALM, bluff: 1 }, FIXED);
    const honest = chooseOnTurn(seen, CALM, FIXED);
    expect(bold.kind).toBe('bid');
    expect(bold).not.toEqual(honest);
  });
});

describe('out of turn a bot', () => {
  const seen = { own: [2, 2, 3, 3, 6], dice: [5, 5] };
  const challenges = (standing: Bid | undefined) => breaksIn({ ...seen, standing }, CALM);

  test('challenges only what it hardly believes', () => {
    expect(challenges({ count: 6, face: 4 })).toBe(true);
    expect(challenges({ count: 2, face: 4 })).toBe(false);
  });

  test('is silent before the first bid', () => {
    expect(challenges(undefined)).toBe(false);
  });
});
