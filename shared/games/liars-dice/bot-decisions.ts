/** How a bot weighs a bid: chances from its own dice and from what others say, and what it makes of them. Pure but for the luck it is given. */
import { countFace, DICE_EACH, diceInPlay, legalBids, type Bid, type CallKind, type DiceBySeat } from './rules.ts';
import type { BotProfile } from './bot-profiles.ts';

/** An unseen die counts for a face when it shows it or a one. */
const MATCH_CHANCE = 1 / 3;

/** What a player knows when it has to make up its mind. */
export interface TableKnowledge {
  /** The player's own dice. */
  own: readonly number[];
  /** Dice left by seat. */
  dice: DiceBySeat;
  /** The bid on the table, or undefined before the first of a round. */
  standing?: Bid;
  /** The faces that others have bid in this round. */
  heard?: readonly number[];
}

/** The part of a random stream that thinking needs. */
export interface Luck {
  float(): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

export type Move = { kind: 'bid'; bid: Bid } | { kind: CallKind };

/** The chance that exactly `matching` of `unseen` dice count for a face. */
export function chanceExactly(matching: number, unseen: number): number {
  if (!Number.isInteger(matching) || matching < 0 || matching > unseen) return 0;
  let chance = 1;
  for (let die = 0; die < unseen; die += 1) chance *= 1 - MATCH_CHANCE;
  const odds = MATCH_CHANCE / (1 - MATCH_CHANCE);
  for (let k = 0; k < matching; k += 1) chance *= ((unseen - k) / (k + 1)) * odds;
  return chance;
}

/** The chance that at least `matching` of `unseen` dice count for a face. */
export function chanceAtLeast(matching: number, unseen: number): number {
  if (matching <= 0) return 1;
  let chance = 0;
  for (let k = matching; k <= unseen; k += 1) chance += chanceExactly(k, unseen);
  return Math.min(1, chance);
}

/** The chance that `bid` holds, as seen by somebody who holds `own`, and trusts the others so much. */
export function chanceBidHolds(bid: Bid, sight: TableKnowledge, trust = 0): number {
  return chanceFor(chanceAtLeast, bid, sight, trust);
}

/** The chance that `bid` is exactly right, as seen by somebody who holds `own`, and trusts the others so much. */
export function chanceSpotOn(bid: Bid, sight: TableKnowledge, trust = 0): number {
  return chanceFor(chanceExactly, bid, sight, trust);
}

/** What to do on the turn. */
export function chooseOnTurn(sight: TableKnowledge, temper: BotProfile, luck: Luck): Move {
  const { standing } = sight;
  const raise = chooseRaise(sight, temper, luck);
  if (standing === undefined) return { kind: 'bid', bid: raise ?? { count: 1, face: 2 } };

  const falls = blurred(1 - chanceBidHolds(standing, sight, temper.trust), temper, luck) + temper.doubt;
  const exact = blurred(chanceSpotOn(standing, sight, temper.trust), temper, luck) + temper.dare;
  const survives = raise === undefined ? 0 : survival(chanceBidHolds(raise, sight, temper.trust));
  const gains = sight.own.length < DICE_EACH;
  if (gains && exact > falls && exact > survives && luck.chance(temper.spotOn)) return { kind: 'spotOn' };
  if (raise === undefined || falls > survives) return { kind: 'challenge' };
  return { kind: 'bid', bid: raise };
}

/** Whether to break in with a challenge while it is somebody else's turn. */
export function breaksIn(sight: TableKnowledge, temper: BotProfile): boolean {
  const { standing } = sight;
  return standing !== undefined && chanceBidHolds(standing, sight, temper.trust) <= temper.outcry;
}

/** A raise is not always challenged: it also survives while somebody raises it in turn. */
function survival(holds: number): number {
  return holds + (1 - holds) * 0.35;
}

/** The highest of the likely bids, which leaves the least room to those who follow; or, for a bluff, one of the unlikely ones. */
function chooseRaise(sight: TableKnowledge, temper: BotProfile, luck: Luck): Bid | undefined {
  const inPlay = diceInPlay(sight.dice);
  const reach = sight.standing === undefined ? Math.max(1, Math.round(inPlay / 3)) : sight.standing.count + 1;
  const bids = legalBids(sight.standing, inPlay).filter((bid) => bid.count <= reach);
  const weighed = bids.map((bid) => ({ bid, holds: blurred(chanceBidHolds(bid, sight, temper.trust), temper, luck) }));
  const bluffs = weighed.filter(({ holds }) => holds > 0.2 && holds < 0.6);
  if (bluffs.length > 0 && luck.chance(temper.bluff)) return luck.pick(bluffs).bid;
  const likely = weighed.findLast(({ holds }) => holds >= temper.sure);
  return (likely ?? weighed.toSorted((a, b) => b.holds - a.holds)[0])?.bid;
}

/** Where others have bid the face, one of them is trusted to hold at least one of it. */
function chanceFor(chance: typeof chanceAtLeast, bid: Bid, sight: TableKnowledge, trust: number): number {
  const [count, unseen] = [missing(bid, sight), unseenBy(sight)];
  if (!sight.heard?.includes(bid.face)) return chance(count, unseen);
  return (1 - trust) * chance(count, unseen) + trust * chance(count - 1, unseen - 1);
}

function missing(bid: Bid, sight: TableKnowledge): number {
  return bid.count - countFace(sight.own, bid.face);
}

function unseenBy(sight: TableKnowledge): number {
  return diceInPlay(sight.dice) - sight.own.length;
}

function blurred(chance: number, temper: BotProfile, luck: Luck): number {
  return chance + (luck.float() * 2 - 1) * temper.blur;
}
