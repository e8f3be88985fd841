/** Removes players who hold a seat without playing. */
import { dismissIdle } from '../../runtime/index.ts';
import { PACE } from './constants.ts';
import type { ArenaWorld } from './world.ts';

/** Kicks players whose controls have not changed for `PACE.awayMs` of fighting. */
export function kickIdlePlayers({ room, idleTimer }: ArenaWorld): Promise<void> {
  return dismissIdle(room, { isIdle: ({ seat }) => idleTimer.ms(seat) >= PACE.awayMs });
}
