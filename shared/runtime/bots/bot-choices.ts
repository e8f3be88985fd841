/** The choices that a game offers for its bots: skill and personality. */
import type { GameSpec } from '../room/spec.ts';
import type { BotScript } from './bot.ts';

/** A choice of skill and personality. */
export interface BotChoice<Skill extends string = string, Personality extends string = string> {
  /** Undefined: the choice of the room's creator. */
  readonly skill?: Skill | undefined;
  /** Undefined: each bot draws its own. */
  readonly personality?: Personality | undefined;
}

/** The skills and personalities of a game's bots, and the script for each choice. */
export interface BotChoices {
  /** Names of the skills, from weak to strong. */
  readonly skills: readonly string[];
  /** Names of the personalities. */
  readonly personalities: readonly string[];
  /** The script for a choice. Names that the game does not have count as not given. */
  scriptFor(choice: BotChoice): BotScript;
}

/**
 * Declares the choices of a game's bots.
 *
 * @example
 * export const coinBots = botChoices(['easy', 'sharp'], ['bold', 'shy'], (choice) => coinBotOf(choice));
 */
export function botChoices<S extends GameSpec, Skill extends string, Personality extends string>(
  skills: readonly Skill[],
  personalities: readonly Personality[],
  scriptFor: (choice: BotChoice<Skill, Personality>) => BotScript<S>,
): BotChoices {
  return {
    skills,
    personalities,
    scriptFor: ({ skill, personality }) =>
      scriptFor({
        skill: skills.find((each) => each === skill),
        personality: personalities.find((each) => each === personality),
      }),
  };
}
