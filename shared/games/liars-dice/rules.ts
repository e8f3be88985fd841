/** The rules of Liar's Dice as pure functions: bids, counting, what a call costs, who is next and who has won. */

/** Dice each player starts a match with, and the most anybody can hold. */
export const DICE_EACH = 5;
/** Faces that can be bid. Ones are wild: they count as whatever face is bid. */
export const BID_FACES = [2, 3, 4, 5, 6] as const;
const WILD = 1;
/** The lowest and the highest face that can be bid. */
export const LOWEST_FACE = 2;
export const HIGHEST_FACE = 6;

/** "At least `count` dice on the table show `face`." */
export interface Bid {
  count: number;
  face: number;
}

/** What a caller does with the standing bid: doubt it, or claim that it is exactly right. */
export type CallKind = 'challenge' | 'spotOn';

/** How a round ends: the dice of one seat change by −1, +1, or 0 for a right "spot on" with all five dice. */
export interface CallOutcome {
  seat: number;
  change: -1 | 0 | 1;
}

/** Dice left by seat; 0 for a seat that is out or empty. */
export type DiceBySeat = readonly number[];

/** All dice still in the match. */
export function diceInPlay(dice: DiceBySeat): number {
  return dice.reduce((sum, count) => sum + count, 0);
}

/** Below 0 when `a` is the lower bid, above 0 when it is the higher, 0 when they are the same bid. Count weighs more than face. */
export function compareBids(a: Bid, b: Bid): number {
  return a.count - b.count || a.face - b.face;
}

/**
 * Whether `bid` may be made over `standing` (undefined: it opens the round) with `inPlay` dice on the table. A raise has a higher count
 * with any face, or the same count with a higher face; nobody bids more dice than there are.
 */
export function isLegalBid(bid: Bid, standing: Bid | undefined, inPlay: number): boolean {
  const possible =
    Number.isInteger(bid.count) &&
    Number.isInteger(bid.face) &&
    bid.count >= 1 &&
    bid.count <= inPlay &&
    bid.face >= LOWEST_FACE &&
    bid.face <= HIGHEST_FACE;
  return possible && (standing === undefined || compareBids(bid, standing) > 0);
}

/** The lowest legal bid over `standing`, or undefined when the bids have run out. */
export function leastRaise(standing: Bid | undefined, inPlay: number): Bid | undefined {
  const raise = nextBid(standing);
  return isLegalBid(raise, standing, inPlay) ? raise : undefined;
}

/** Every legal bid over `standing`, lowest first. */
export function legalBids(standing: Bid | undefined, inPlay: number): Bid[] {
  const bids: Bid[] = [];
  for (let bid = leastRaise(standing, inPlay); bid !== undefined; bid = leastRaise(bid, inPlay)) bids.push(bid);
  return bids;
}

function nextBid(bid: Bid | undefined): Bid {
  if (bid === undefined) return { count: 1, face: LOWEST_FACE };
  if (bid.face < HIGHEST_FACE) return { count: bid.count, face: bid.face + 1 };
  return { count: bid.count + 1, face: LOWEST_FACE };
}

/** How many of `dice` count for `face`, ones included. */
export function countFace(dice: Iterable<number>, face: number): number {
  let matching = 0;
  for (const die of dice) if (die === face || die === WILD) matching += 1;
  return matching;
}

/**
 * What a call on the standing bid costs or earns once the cups are up.
 *
 * A challenged bid that holds costs the caller a die, one that does not costs the bidder a die. A right "spot on" gives the caller a die
 * back, up to five; a wrong one costs the caller a die.
 */
export function settleCall(call: {
  kind: CallKind;
  caller: number;
  bidder: number;
  bid: Bid;
  /** How many dice really count for the bid's face. */
  actual: number;
  dice: DiceBySeat;
}): CallOutcome {
  const { kind, caller, bidder, bid, actual, dice } = call;
  if (kind === 'challenge') return { seat: actual >= bid.count ? caller : bidder, change: -1 };
  if (actual !== bid.count) return { seat: caller, change: -1 };
  return { seat: caller, change: (dice[caller] ?? 0) < DICE_EACH ? 1 : 0 };
}

/** The dice after an outcome. */
export function applyOutcome(dice: DiceBySeat, outcome: CallOutcome): number[] {
  return dice.map((count, seat) => (seat === outcome.seat ? count + outcome.change : count));
}

/** The dice after a seat left the match: its dice are gone. */
export function forfeit(dice: DiceBySeat, leaver: number): number[] {
  return dice.map((count, seat) => (seat === leaver ? 0 : count));
}

/** The seats still in the match, in seat order. */
export function seatsInPlay(dice: DiceBySeat): number[] {
  return dice.flatMap((count, seat) => (count > 0 ? [seat] : []));
}

/** The next seat around the table after `seat` that is still in the match: `seat` itself when nobody else is, −1 when nobody is. */
export function nextSeat(dice: DiceBySeat, seat: number): number {
  const inPlay = seatsInPlay(dice);
  return inPlay.find((other) => other > seat) ?? inPlay[0] ?? -1;
}

/** Who starts the next round: the seat whose dice changed, or the next one around the table if that seat is out. */
export function nextStarter(dice: DiceBySeat, changed: number): number {
  return (dice[changed] ?? 0) > 0 ? changed : nextSeat(dice, changed);
}

/** The seat that has won: the last one with dice. Undefined while several have. */
export function winnerOf(dice: DiceBySeat): number | undefined {
  const inPlay = seatsInPlay(dice);
  return inPlay.length === 1 ? inPlay[0] : undefined;
}

/** Matches won by seat, after `winner` won one more. */
export function scoreWin(wins: readonly number[], winner: number): number[] {
  return wins.map((count, seat) => (seat === winner ? count + 1 : count));
}
