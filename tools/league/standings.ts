/** The standings of a league. */
import type { LeagueGame, LeaguePlayer, LeagueResult, LeagueSkill } from './league-game.ts';
import { PAIRINGS, type Fixture, type Pairing } from './fixtures.ts';

/** A rate with its confidence interval of 95 %. */
export interface WinRate {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** How often the higher of two skills won: half of the matches would be chance. */
export interface SkillStanding extends WinRate {
  readonly higher: LeagueSkill;
  readonly lower: LeagueSkill;
  readonly matches: number;
  readonly wins: number;
  /** The higher skill wins more than half, with 95 % confidence. */
  readonly proven: boolean;
}

/** Wins and mean figures over the seats of one kind. */
export interface SeatStanding extends WinRate {
  readonly seats: number;
  readonly wins: number;
  readonly figures: Readonly<Record<string, number>>;
}

/** A personality among bots of equal skill. */
export interface PersonalityStanding extends SeatStanding {
  readonly personality: string;
}

export interface Standings {
  readonly game: string;
  readonly matches: number;
  /** Each higher skill wins. */
  readonly ok: boolean;
  readonly skills: readonly SkillStanding[];
  readonly personalities: readonly PersonalityStanding[];
}

/** A match with what came of it. */
export interface PlayedFixture extends Fixture {
  readonly outcome: LeagueResult;
}

export function standingsOf(game: LeagueGame, played: readonly PlayedFixture[]): Standings {
  const skills = PAIRINGS.map((pairing) => skillStanding(pairing, played));
  const equals = played.filter(({ pairing }) => pairing === undefined);
  const personalities = game.personalities.map((personality, index) => ({
    personality,
    ...standingOf(game, equals, (entrant) => entrant.personality === index),
  }));
  const ok = skills.every(({ proven }) => proven);
  return { game: game.name, matches: played.length, ok, skills, personalities };
}

/** How those did whom `picks` picks. */
export function standingOf(
  { counted }: LeagueGame,
  played: readonly PlayedFixture[],
  picks: (entrant: LeaguePlayer) => boolean,
): SeatStanding {
  let [seats, wins] = [0, 0];
  const sums = counted.map(() => 0);
  for (const { entrants, outcome } of played) {
    for (const [seat, entrant] of entrants.entries()) {
      if (!picks(entrant)) continue;
      seats += 1;
      if (outcome.winner === seat) wins += 1;
      outcome.figures[seat]?.forEach((figure, index) => (sums[index] = (sums[index] ?? 0) + figure));
    }
  }
  const figures = Object.fromEntries(counted.map((name, index) => [name, (sums[index] ?? 0) / Math.max(1, seats)]));
  return { seats, wins, ...rateOf(wins, seats), figures };
}

function skillStanding([higher, lower]: Pairing, played: readonly PlayedFixture[]): SkillStanding {
  const between = played.filter(({ pairing }) => pairing?.[0] === higher && pairing[1] === lower);
  const wins = between.filter(({ entrants, outcome }) => entrants[outcome.winner]?.skill === higher).length;
  const rate = rateOf(wins, between.length);
  return { higher, lower, matches: between.length, wins, ...rate, proven: rate.low > 0.5 };
}

/** Wilson's interval, which holds for few matches and for shares near 0 and 1 as well. */
export function rateOf(wins: number, of: number): WinRate {
  if (of === 0) return { rate: 0, low: 0, high: 1 };
  const [rate, z2] = [wins / of, 1.96 ** 2];
  const middle = (rate + z2 / (2 * of)) / (1 + z2 / of);
  const half = (1.96 / (1 + z2 / of)) * Math.sqrt((rate * (1 - rate)) / of + z2 / (4 * of * of));
  return { rate, low: middle - half, high: middle + half };
}
