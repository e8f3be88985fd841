import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settleDraft, stepCount, stepFace, withFace } from '../../../../client/games/liars-dice/bid-draft.ts';
import { isLegalBid, legalBids } from '../../../../shared/games/liars-dice/rules.ts';

const range = { standing: { count: 4, face: 5 }, inPlay: 10 };

describe('settleDraft', () => {
  it('keeps a draft that is still a raise', () => {
    expect(settleDraft({ count: 6, face: 2 }, range)).toEqual({ count: 6, face: 2 });
  });

  it('falls back to the least raise', () => {
    expect(settleDraft({ count: 4, face: 5 }, range)).toEqual({ count: 4, face: 6 });
    expect(settleDraft(undefined, range)).toEqual({ count: 4, face: 6 });
  });

  it('finds nothing when the bids have run out', () => {
    expect(settleDraft({ count: 3, face: 2 }, { standing: { count: 10, face: 6 }, inPlay: 10 })).toBeUndefined();
  });
});

it('a lower face asks for one more die', () => {
  expect(withFace({ count: 4, face: 6 }, 3, range)).toEqual({ count: 5, face: 3 });
});

it('a face that would need more dice than there are is not offered', () => {
  expect(withFace({ count: 10, face: 6 }, 3, { standing: { count: 10, face: 5 }, inPlay: 10 })).toBeUndefined();
});

it('the count stops at the ends of what is legal', () => {
  expect(stepCount({ count: 4, face: 6 }, -1, range)).toEqual({ count: 4, face: 6 });
  expect(stepCount({ count: 10, face: 6 }, 1, range)).toEqual({ count: 10, face: 6 });
});

it('steps never leave what the rules allow', () => {
  const step = fc.constantFrom('more', 'fewer', 'up', 'down');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(), fc.array(step, { maxLength: 40 }), (inPlay, at, steps) => {
      const bids = legalBids(undefined, inPlay);
      const standing = bids[at % bids.length];
      let draft = settleDraft(undefined, { standing, inPlay });
      if (!draft) return;
      for (const move of steps) {
        if (move === 'more' || move === 'fewer')
          draft = stepCount(draft, move === 'more' ? 1 : -1, { standing, inPlay });
        else draft = stepFace(draft, move === 'up' ? 1 : -1, { standing, inPlay });
        expect(isLegalBid(draft, standing, inPlay)).toBe(true);
      }
    }),
  );
});
