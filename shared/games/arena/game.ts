import { defineGame } from '../../runtime/index.ts';
import { SPECTATING, MAX_SEATS, MIN_SEATS, TICK_RATE } from './constants.ts';
import { play } from './script.ts';
import { arenaSpec } from './spec.ts';

/** A top-down shooter for 2 to 60: rounds of three minutes, free for all or in two teams. */
export const arena = defineGame({
  name: 'arena',
  title: 'Arena',
  seats: { min: MIN_SEATS, max: MAX_SEATS },
  seatCount: ({ seats }) => seats,
  tickRate: TICK_RATE,
  reconnectGraceMs: 20_000,
  spectators: { delayMs: SPECTATING.delayMs },
  ...arenaSpec,
  listing: ({ phase, mode, round }) => ({ phase, mode, round }),
  play,
});
