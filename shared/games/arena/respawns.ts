/** The arena's door, and the lives of those who have come in. */
import { seatPlayer } from './fighters.ts';
import { FIGHTER } from './constants.ts';
import type { ArenaPlayer } from './spec.ts';
import type { Fighter } from './state.ts';
import { sleepUntil } from './times.ts';
import type { ArenaWorld } from './world.ts';

/** Lets those who are here, and newcomers, into the arena at once, whatever goes on there. */
export async function admitPlayers(world: ArenaWorld): Promise<void> {
  const { room } = world;
  for await (const player of room.arrivals()) {
    const fighter = world.fighters[player.seat];
    if (fighter === undefined) continue;
    if (fighter.player !== player.id) {
      world.vacate(player.seat);
      seatPlayer(room, player, fighter);
      world.respawn(player.seat);
      room.state.now = room.now;
    }
    room.spawn(`lives of ${player.id}`, () => runLives(world, player, fighter));
  }
}

/** One life after the other: safe for a moment, then not, and over until it is time to come back. */
async function runLives(world: ArenaWorld, player: ArenaPlayer, fighter: Fighter): Promise<void> {
  const { room } = world;
  const { body } = fighter;
  while (!player.left) {
    if (fighter.alive) {
      await sleepUntil(room, fighter.backAt + FIGHTER.graceMs);
      if (player.left) return;
      body.safe = false;
      await room.until(() => player.left || !fighter.alive);
    } else {
      await sleepUntil(room, fighter.backAt);
      if (!player.left) world.respawn(player.seat);
    }
  }
}
