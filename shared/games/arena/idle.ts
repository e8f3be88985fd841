/** Removes players who hold a seat without playing. */
import { PACE } from './constants.ts';
import type { ArenaWorld } from './world.ts';

const CHECK_MS = 1_000;

/** Kicks players whose controls have not changed for `PACE.awayMs` of fighting. */
export async function kickIdlePlayers({ room, players, idleTimer }: ArenaWorld): Promise<void> {
  for (;;) {
    await room.sleep(CHECK_MS);
    for (const player of players) {
      if (player === undefined || player.bot || idleTimer.ms(player.seat) < PACE.awayMs) continue;
      player.kick('Away for too long.');
    }
  }
}
