/** Admits players, and respawns their fighters. */
import { seatPlayer } from './fighters.ts';
import { FIGHTER } from './constants.ts';
import type { ArenaPlayer } from './spec.ts';
import type { Fighter } from './state.ts';
import { sleepUntil } from './times.ts';
import type { ArenaWorld } from './world.ts';

/** Puts each player who joins into the arena at once, in any phase. */
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

/** Repeats for one player: invulnerable at first, then vulnerable, then dead until the respawn. */
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
