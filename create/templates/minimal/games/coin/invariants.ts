import { defineInvariants } from 'greenroom/testing';
import { coinBot } from './bot.ts';
import { coin } from './game.ts';

export const coinInvariants = defineInvariants(coin, {
  bot: coinBot,
  isOver: ({ toss }) => toss > 3,
  invariants: {
    'nobody has won more tosses than there were': ({ toss, won }) =>
      won.every((each) => each <= toss) || `won [${won.join()}] after ${toss}`,
  },
});
