/** The bot in the README, as it stands there. */
import { defineBot } from '../../shared/runtime/index.ts';
import { rps } from './rps.ts';

export const thrower = defineBot(rps, {
  name: 'thrower',
  async play(bot) {
    for (let round = 1; round <= 3; round++) {
      await bot.until(() => bot.state.round === round);
      await bot.sleep(bot.random.int(500, 3_000));
      await bot.send('throw', bot.random.pick(['rock', 'paper', 'scissors']));
    }
  },
});
