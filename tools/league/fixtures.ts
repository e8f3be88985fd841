/** Who plays whom, and with which seed: all of it is drawn from the seed of the league. */
import { Random } from '../../shared/runtime/index.ts';
import { SKILLS, type LeagueGame, type LeaguePlayer, type LeagueSkill } from './league-game.ts';

/** A match that is to be played. */
export interface Fixture {
  /** The higher skill and the lower one that play each other; undefined: all personalities, with one skill. */
  readonly pairing: Pairing | undefined;
  /** By seat. */
  readonly entrants: readonly LeaguePlayer[];
  readonly seed: number;
}

/** Two skills, the higher one first. */
export type Pairing = readonly [LeagueSkill, LeagueSkill];

export const PAIRINGS: readonly Pairing[] = [
  ['regular', 'easy'],
  ['sharp', 'regular'],
  ['sharp', 'easy'],
];

/** The matches of each pairing, and as many among equals. */
export function fixturesOf(game: LeagueGame, matches: number, seed: number): Fixture[] {
  return [...PAIRINGS, undefined].flatMap((pairing) =>
    Array.from({ length: matches }, (_, number) => fixtureOf(game, pairing, number, seed)),
  );
}

function fixtureOf(game: LeagueGame, pairing: Pairing | undefined, number: number, seed: number): Fixture {
  const luck = new Random(String(seed), `${game.name} ${pairing?.join(' ') ?? 'equals'} ${number}`);
  const skills = pairing ?? [SKILLS[number % SKILLS.length] ?? 'regular'];
  const entrants = skills.flatMap((skill) => drawEntrants(game, skill, game.seats / skills.length, luck));
  return { pairing, entrants: luck.shuffle(entrants), seed: luck.int(0, 2 ** 32 - 1) };
}

/** Bots of one skill, with as many personalities as possible. */
function drawEntrants({ personalities }: LeagueGame, skill: LeagueSkill, count: number, luck: Random): LeaguePlayer[] {
  const order = luck.shuffle([...personalities.keys()]);
  return Array.from({ length: count }, (_, index) => ({ skill, personality: order[index % order.length] ?? 0 }));
}
