/** The bid being prepared: changed in small steps, always legal. */
import { BID_FACES, isLegalBid, leastRaise, type Bid } from '../../../shared/games/liars-dice/rules.ts';

/** The bid to beat, and the dice in play. */
export interface BidRange {
  standing: Bid | undefined;
  inPlay: number;
}

/** The draft if it is still legal, otherwise the lowest legal bid; undefined if there is none. */
export function settleDraft(draft: Bid | undefined, { standing, inPlay }: BidRange): Bid | undefined {
  return draft && isLegalBid(draft, standing, inPlay) ? draft : leastRaise(standing, inPlay);
}

/** One die more or less of the same face. */
export function stepCount(draft: Bid, by: 1 | -1, range: BidRange): Bid {
  const next = { ...draft, count: draft.count + by };
  return isLegalBid(next, range.standing, range.inPlay) ? next : draft;
}

/** The draft with another face, and with as many dice as that needs at least; undefined if no count is legal. */
export function withFace(draft: Bid, face: number, { standing, inPlay }: BidRange): Bid | undefined {
  for (let count = draft.count; count <= inPlay; count += 1) {
    if (isLegalBid({ count, face }, standing, inPlay)) return { count, face };
  }
  return undefined;
}

/** The next higher or lower face that can be bid. */
export function stepFace(draft: Bid, by: 1 | -1, range: BidRange): Bid {
  const faces: readonly number[] = BID_FACES;
  for (let at = faces.indexOf(draft.face) + by; at >= 0 && at < faces.length; at += by) {
    const next = withFace(draft, faces[at] ?? draft.face, range);
    if (next) return next;
  }
  return draft;
}
