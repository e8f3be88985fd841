import { defineGame } from '../../runtime/index.ts';
import { MAX_SEATS, MIN_SEATS } from './constants.ts';
import { play } from './script.ts';
import { table } from './spec.ts';

/** Liar's Dice for two to six: bid on what is under all cups, and catch those who bid too much. */
export const liarsDice = defineGame({
  name: 'liars-dice',
  title: 'Liar’s Dice',
  seats: { min: MIN_SEATS, max: MAX_SEATS },
  seatCount: ({ seats }) => seats,
  tickRate: 20,
  reconnectGraceMs: 60_000,
  ...table,
  listing: (state) => ({ phase: state.phase, round: state.round }),
  play,
});
