/** The games that network bots can play. */
import { arena, arenaBot, arenaBotOf, PERSONALITIES, SKILLS } from '../../shared/games/arena/index.ts';
import * as dice from '../../shared/games/liars-dice/constants.ts';
import { liarsDice, liarsDiceBot, liarsDiceBotOf } from '../../shared/games/liars-dice/index.ts';
import { distinctGames } from '../../shared/runtime/host.ts';
import type { BotScript, Game } from '../../shared/runtime/index.ts';

/** How a bot plays, in the game's own words. */
export interface BotChoices {
  /** Undefined: as the table's creator has chosen. */
  readonly skill?: string | undefined;
  /** Undefined: random for each bot. */
  readonly personality?: string | undefined;
}

export interface PlayableGame {
  readonly game: Game;
  readonly script: BotScript;
  readonly skills: readonly string[];
  readonly personalities: readonly string[];
  /** The script with these choices. */
  scriptFor(choices: BotChoices): BotScript;
  /** The room options of a table that the bots open for themselves. */
  tableFor(bots: number): Record<string, unknown>;
  /** Changes from false to true when a match ends. */
  isMatchOver(state: unknown): boolean;
}

const GAMES = distinctGames<PlayableGame>([
  {
    game: liarsDice,
    script: liarsDiceBot,
    skills: dice.SKILLS,
    personalities: dice.PERSONALITIES,
    scriptFor: ({ skill, personality }) =>
      liarsDiceBotOf({ skill: wordOf(dice.SKILLS, skill), personality: wordOf(dice.PERSONALITIES, personality) }),
    tableFor: (bots) => ({ seats: Math.min(Math.max(bots, liarsDice.seats.min), liarsDice.seats.max) }),
    isMatchOver: (state) => state instanceof Object && 'winner' in state && Number(state.winner) >= 0,
  },
  {
    game: arena,
    script: arenaBot,
    skills: SKILLS,
    personalities: PERSONALITIES,
    scriptFor: ({ skill, personality }) =>
      arenaBotOf({ skill: wordOf(SKILLS, skill), personality: wordOf(PERSONALITIES, personality) }),
    // Without bots of the server.
    tableFor: (bots) => ({ seats: Math.min(Math.max(bots, arena.seats.min), arena.seats.max), fill: 0 }),
    isMatchOver: (state) => state instanceof Object && 'phase' in state && state.phase === 'podium',
  },
]);

export const GAME_NAMES: readonly string[] = GAMES.map(({ game }) => game.name);

/** For the help text: the choices in each game. */
export const PERSONALITY_NAMES = GAMES.map(({ game, personalities }) => `${game.name}: ${personalities.join(', ')}`);

export function playableGame(name: string): PlayableGame | undefined {
  return GAMES.find(({ game }) => game.name === name);
}

function wordOf<Word extends string>(words: readonly Word[], word: string | undefined): Word | undefined {
  return words.find((each) => each === word);
}
