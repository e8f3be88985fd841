/** The bid being prepared: moved by small steps, never to one the rules would refuse. */
import { BID_FACES, isLegalBid, leastRaise, type Bid } from '../../../shared/games/liars-dice/rules.ts';

/** What a bid must beat, and the most dice it may name. */
export interface BidRange {
  standing: Bid | undefined;
  inPlay: number;
}

/** The draft as it is while it is legal, or else the least legal bid; undefined when there is none left to make. */
export function settleDraft(draft: Bid | undefined, { standing, inPlay }: BidRange): Bid | undefined {
  return draft && isLegalBid(draft, standing, inPlay) ? draft : leastRaise(standing, inPlay);
}

/** One die more or less of the same face. */
export function stepCount(draft: Bid, by: 1 | -1, range: BidRange): Bid {
  const next = { ...draft, count: draft.count + by };
  return isLegalBid(next, range.standing, range.inPlay) ? next : draft;
}

/** The face as asked for, with as many more dice as the rules then want; undefined when no count would do. */
export function withFace(draft: Bid, face: number, { standing, inPlay }: BidRange): Bid | undefined {
  for (let count = draft.count; count <= inPlay; count += 1) {
    if (isLegalBid({ count, face }, standing, inPlay)) return { count, face };
  }
  return undefined;
}

/** The next face up or down that can be bid. */
export function stepFace(draft: Bid, by: 1 | -1, range: BidRange): Bid {
  const faces: readonly number[] = BID_FACES;
  for (let at = faces.indexOf(draft.face) + by; at >= 0 && at < faces.length; at += by) {
    const next = withFace(draft, faces[at] ?? draft.face, range);
    if (next) return next;
  }
  return draft;
}
