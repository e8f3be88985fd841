/** Fills the arena with bots while it has too few fighters, and removes them when people join. */
import type { BotFill } from '../../runtime/index.ts';
import { PACE } from './constants.ts';
import type { ArenaPlayer, arenaSpec } from './spec.ts';
import type { ArenaWorld } from './world.ts';

/** Bots come, after a short delay, whenever somebody plays or watches; those with the lowest scores leave first. */
export function botFillOf(world: ArenaWorld): BotFill<typeof arenaSpec> {
  const { fill, seats } = world.room.options;
  const scoreOf = ({ seat }: ArenaPlayer): number => world.fighters[seat]?.score ?? 0;
  return {
    // It leaves a seat free for the next player where possible.
    goal: Math.min(fill, Math.max(2, seats - 1)),
    delayMs: PACE.fillMs,
    retryMs: PACE.fillRetryMs,
    isWanted: () => isWatched(world),
    counts: () => world,
    compare: (one, other) => scoreOf(one) - scoreOf(other) || other.seat - one.seat,
  };
}

/** Only bots are left, and nobody watches them. */
export function isDeserted({ room, people, bots }: ArenaWorld): boolean {
  return people === 0 && bots > 0 && room.spectatorCount === 0;
}

function isWatched({ room, people }: ArenaWorld): boolean {
  return people > 0 || room.spectatorCount > 0;
}
