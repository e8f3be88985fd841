/** Fills the arena with bots while it has too few fighters, and removes them when people join. */
import { PACE } from './constants.ts';
import type { ArenaPlayer, ArenaRoom } from './spec.ts';
import type { ArenaWorld } from './world.ts';

/** Requests bots, after a short delay, whenever somebody plays or watches and there are fewer fighters than the goal. */
export async function requestBots(world: ArenaWorld): Promise<void> {
  const { room } = world;
  const goal = goalOf(room);
  for (;;) {
    await room.until(() => isWatched(world) && world.count < goal);
    await room.sleep(PACE.fillMs);
    room.addBots(goal - room.players.length);
    await room.within(PACE.fillRetryMs, () => room.until(() => world.count >= goal));
  }
}

/** Kicks the lowest-scoring bots while there are more fighters than the goal. */
export async function dismissBots(world: ArenaWorld): Promise<void> {
  const { room } = world;
  const goal = goalOf(room);
  for (;;) {
    await room.until(() => world.bots > 0 && world.count > goal);
    const leaving = worstBots(room).slice(0, Math.max(0, room.players.length - goal));
    for (const bot of leaving) bot.kick('A human takes over.');
    await room.until(() => leaving.every(({ left }) => left));
  }
}

/** Only bots are left, and nobody watches them. */
export function isDeserted({ room, people, bots }: ArenaWorld): boolean {
  return people === 0 && bots > 0 && room.spectatorCount === 0;
}

function isWatched({ room, people }: ArenaWorld): boolean {
  return people > 0 || room.spectatorCount > 0;
}

/** The number of fighters to fill up to. It leaves a seat free for the next player where possible. */
function goalOf({ options: { fill, seats } }: ArenaRoom): number {
  return Math.min(fill, Math.max(2, seats - 1));
}

function worstBots({ players, state }: ArenaRoom): ArenaPlayer[] {
  const scoreOf = ({ seat }: ArenaPlayer): number => state.fighters[seat]?.score ?? 0;
  return players.filter(({ bot }) => bot).sort((one, other) => scoreOf(one) - scoreOf(other) || other.seat - one.seat);
}
