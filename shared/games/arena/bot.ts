/** A bot that fights with what its own client can see. */
import { defineBot, type BotScript } from '../../runtime/index.ts';
import { arena } from './game.ts';
import { PERSONALITIES, type Personality, type Skill } from './constants.ts';
import { BotBrain } from './bot-brain.ts';
import type { arenaSpec } from './spec.ts';
import { profileOf } from './bot-profiles.ts';

/** How often it decides. */
const DECISION_MS = 100;

interface Choices {
  /** undefined: as the arena's creator has chosen. */
  readonly skill?: Skill | undefined;
  /** undefined: each draws its own. */
  readonly personality?: Personality | undefined;
}

/** Fights with a skill and a personality. */
export function arenaBotOf({ skill, personality }: Choices): BotScript<typeof arenaSpec> {
  return defineBot(arena, {
    name: 'fighter',
    async play(bot) {
      const profile = profileOf(skill ?? bot.state.skill, personality ?? bot.random.pick(PERSONALITIES));
      const brain = new BotBrain(bot, profile);
      // Bots that came in the same tick decide in different ones.
      await bot.sleep(bot.random.int(1, DECISION_MS));
      for (;;) {
        bot.setInput(brain.decide());
        await bot.sleep(DECISION_MS);
      }
    },
  });
}

/** Fights as well as the arena's creator has chosen, in a manner of its own. */
export const arenaBot = arenaBotOf({});
