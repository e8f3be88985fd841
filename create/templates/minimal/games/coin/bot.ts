import { defineBot } from 'greenroom';
import { coin } from './game.ts';

export const coinBot = defineBot(coin, {
  name: 'guesser',
  async play(bot) {
    for (let toss = 1; toss <= 3; toss++) {
      await bot.until(() => bot.state.toss === toss && bot.state.side === '');
      await bot.sleep(bot.random.int(300, 1_500));
      await bot.send('guess', bot.random.pick(['heads', 'tails']));
    }
  },
});
