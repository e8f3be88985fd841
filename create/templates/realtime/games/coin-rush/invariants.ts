/** What holds after every tick, whatever players, lines and processes do. */
import { defineInvariants } from 'greenroom/testing';
import { collector } from './bot.ts';
import { HEIGHT, RUNNER, WIDTH } from './field.ts';
import { COINS, coinRush } from './game.ts';

export const coinRushInvariants = defineInvariants(coinRush, {
  bot: collector,
  isOver: ({ seats }) => seats.some(({ wins }) => wins > 0),
  invariants: {
    'runners are in the field': ({ seats }) =>
      seats.every(({ x, y }) => x >= RUNNER && y >= RUNNER && x <= WIDTH - RUNNER && y <= HEIGHT - RUNNER) ||
      JSON.stringify(seats.map(({ x, y }) => [x, y])),
    'there are always as many coins': ({ coins }) =>
      coins.length === 0 || coins.length === COINS || `${coins.length} coins`,
    'a round has a deadline': ({ playing, deadline }) => !playing || deadline > 0 || 'no deadline',
  },
});
