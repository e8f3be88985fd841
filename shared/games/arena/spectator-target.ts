/** Chooses the fighter whom all spectators follow. */
import { SPECTATING } from './constants.ts';
import type { ArenaRoom } from './spec.ts';
import type { Fighter } from './state.ts';

/** Nobody can be followed. */
const NOBODY = -1;

/**
 * Follows the leader; among equals, the fighter followed so far. Decided every few seconds, and at once when that fighter has
 * left.
 */
export function updateFollowed({ state, tick }: ArenaRoom, fighters: readonly Fighter[]): void {
  const before = fighters[state.followed];
  if (tick % SPECTATING.ticks !== 0 && before !== undefined && isThere(before)) return;
  let best = before !== undefined && isThere(before) ? state.followed : NOBODY;
  for (let seat = 0; seat < fighters.length; seat += 1) {
    const [fighter, other] = [fighters[seat]!, fighters[best]];
    if (isThere(fighter) && (other === undefined || fighter.score > other.score)) best = seat;
  }
  if (best !== state.followed) state.followed = best;
}

function isThere({ player }: Fighter): boolean {
  return player !== '';
}
