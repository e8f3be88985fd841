/** What a league needs of a game, and the results of its matches. */
import { type BotScript, defineBot, type Game, type GameSpec } from '../../shared/runtime/index.ts';
import { VirtualMatch } from '../../shared/runtime/testing.ts';

/** From the lowest to the highest. */
export const SKILLS = ['easy', 'regular', 'sharp'] as const;
export type LeagueSkill = (typeof SKILLS)[number];

/** Who sits in a seat. */
export interface LeaguePlayer {
  readonly skill: LeagueSkill;
  /** Which of the game's personalities. */
  readonly personality: number;
}

/** The result of a match. */
export interface LeagueResult {
  /** The seat that won. */
  readonly winner: number;
  /** What was counted, by seat. */
  readonly figures: readonly (readonly number[])[];
}

/** A game as the league plays it. */
export interface LeagueGame {
  readonly name: string;
  readonly personalities: readonly string[];
  /** An even number: each of two skills has half of them. */
  readonly seats: number;
  /** What is counted of each seat. */
  readonly counted: readonly string[];
  play(entrants: readonly LeaguePlayer[], seed: number): Promise<LeagueResult>;
}

/** A match in virtual time with one of the scripts in each seat. */
export async function seatBots<S extends GameSpec>(
  game: Game<S>,
  options: object,
  scripts: readonly BotScript<S>[],
  seed: number,
): Promise<VirtualMatch<S>> {
  const bot = defineBot(game, {
    name: 'entrant',
    async play(seated) {
      await scripts[seated.seat]?.play(seated);
    },
  });
  const match = new VirtualMatch(game, { options, seed, bot });
  // They join as people: a match ends when only bots are left.
  for (const seat of scripts.keys()) {
    match.enter({ kind: 'join', player: `bot-${seat + 1}`, name: `Bot ${seat + 1}`, bot: false });
  }
  await match.tick();
  return match;
}
