/** What can be chosen of a game's bots, in words of the game. */
import type { GameSpec } from '../room/spec.ts';
import type { BotScript } from './bot.ts';

export interface BotChoice<Skill extends string = string, Personality extends string = string> {
  /** undefined: as the room's creator has chosen. */
  readonly skill?: Skill | undefined;
  /** undefined: each bot draws its own. */
  readonly personality?: Personality | undefined;
}

export interface BotChoices {
  readonly skills: readonly string[];
  readonly personalities: readonly string[];
  /** A bot that plays so. Words that the game does not have count as not given. */
  scriptFor(choice: BotChoice): BotScript;
}

/**
 * Declares what can be chosen of a game's bots.
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
