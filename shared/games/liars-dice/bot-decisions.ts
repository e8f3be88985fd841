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
export interface RandomSource {
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
export function chanceBidHolds(bid: Bid, knowledge: TableKnowledge, trust = 0): number {
  return chanceFor(chanceAtLeast, bid, knowledge, trust);
}

/** The chance that `bid` is exactly right, as seen by somebody who holds `own`, and trusts the others so much. */
export function chanceSpotOn(bid: Bid, knowledge: TableKnowledge, trust = 0): number {
  return chanceFor(chanceExactly, bid, knowledge, trust);
}

/** What to do on the turn. */
export function chooseOnTurn(knowledge: TableKnowledge, profile: BotProfile, random: RandomSource): Move {
  const { standing } = knowledge;
  const raise = chooseRaise(knowledge, profile, random);
  if (standing === undefined) return { kind: 'bid', bid: raise ?? { count: 1, face: 2 } };

  const falls = blurred(1 - chanceBidHolds(standing, knowledge, profile.trust), profile, random) + profile.doubt;
  const exact = blurred(chanceSpotOn(standing, knowledge, profile.trust), profile, random) + profile.dare;
  const survives = raise === undefined ? 0 : survival(chanceBidHolds(raise, knowledge, profile.trust));
  const gains = knowledge.own.length < DICE_EACH;
  if (gains && exact > falls && exact > survives && random.chance(profile.spotOn)) return { kind: 'spotOn' };
  if (raise === undefined || falls > survives) return { kind: 'challenge' };
  return { kind: 'bid', bid: raise };
}

/** Whether to break in with a challenge while it is somebody else's turn. */
export function breaksIn(knowledge: TableKnowledge, profile: BotProfile): boolean {
  const { standing } = knowledge;
  return standing !== undefined && chanceBidHolds(standing, knowledge, profile.trust) <= profile.outcry;
}

/** A raise is not always challenged: it also survives while somebody raises it in turn. */
function survival(holds: number): number {
  return holds + (1 - holds) * 0.35;
}

/** The highest of the likely bids, which leaves the least room to those who follow; or, for a bluff, one of the unlikely ones. */
function chooseRaise(knowledge: TableKnowledge, profile: BotProfile, random: RandomSource): Bid | undefined {
  const inPlay = diceInPlay(knowledge.dice);
  const reach = knowledge.standing === undefined ? Math.max(1, Math.round(inPlay / 3)) : knowledge.standing.count + 1;
  const bids = legalBids(knowledge.standing, inPlay).filter((bid) => bid.count <= reach);
  const weighed = bids.map((bid) => ({
    bid,
    holds: blurred(chanceBidHolds(bid, knowledge, profile.trust), profile, random),
  }));
  const bluffs = weighed.filter(({ holds }) => holds > 0.2 && holds < 0.6);
  if (bluffs.length > 0 && random.chance(profile.bluff)) return random.pick(bluffs).bid;
  const likely = weighed.findLast(({ holds }) => holds >= profile.sure);
  return (likely ?? weighed.toSorted((a, b) => b.holds - a.holds)[0])?.bid;
}

/** Where others have bid the face, one of them is trusted to hold at least one of it. */
function chanceFor(chance: typeof chanceAtLeast, bid: Bid, knowledge: TableKnowledge, trust: number): number {
  const [count, unseen] = [missing(bid, knowledge), unseenBy(knowledge)];
  if (!knowledge.heard?.includes(bid.face)) return chance(count, unseen);
  return (1 - trust) * chance(count, unseen) + trust * chance(count - 1, unseen - 1);
}

function missing(bid: Bid, knowledge: TableKnowledge): number {
  return bid.count - countFace(knowledge.own, bid.face);
}

function unseenBy(knowledge: TableKnowledge): number {
  return diceInPlay(knowledge.dice) - knowledge.own.length;
}

function blurred(chance: number, profile: BotProfile, random: RandomSource): number {
  return chance + (random.float() * 2 - 1) * profile.blur;
}
