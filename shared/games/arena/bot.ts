/** The arena's bot. It sees only what a client on its seat would see. */
import { botChoices, defineBot, type BotChoice, type BotScript } from '../../runtime/index.ts';
import { arena } from './game.ts';
import { PERSONALITIES, SKILLS, type Personality, type Skill } from './constants.ts';
import { BotBrain } from './bot-brain.ts';
import type { arenaSpec } from './spec.ts';
import { profileOf } from './bot-profiles.ts';

/** How often it decides. */
const DECISION_MS = 100;

/** A bot with this skill and this personality. */
export function arenaBotOf({ skill, personality }: BotChoice<Skill, Personality>): BotScript<typeof arenaSpec> {
  return defineBot(arena, {
    name: 'fighter',
    async play(bot) {
      const profile = profileOf(skill ?? bot.state.skill, personality ?? bot.random.pick(PERSONALITIES));
      const brain = new BotBrain(bot, profile);
      // Bots that joined in the same tick decide in different ones, to spread the load.
      await bot.sleep(bot.random.int(1, DECISION_MS));
      for (;;) {
        bot.setInput(brain.decide());
        await bot.sleep(DECISION_MS);
      }
    },
  });
}

/** A bot with the arena's skill and a random personality. */
export const arenaBot = arenaBotOf({});

export const arenaBots = botChoices(SKILLS, PERSONALITIES, arenaBotOf);
