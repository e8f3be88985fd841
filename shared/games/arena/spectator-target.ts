/** Whom spectators follow: all of them the same fighter, and what that one sees. */
import { SPECTATING } from './constants.ts';
import type { ArenaRoom } from './spec.ts';
import type { Fighter } from './state.ts';

/** No one is there to be followed. */
const NOBODY = -1;

/**
 * Follows the leader: of those who are there the one with the best score, and of equals the one who is followed already. It is
 * decided anew every few seconds, and at once where the one who was followed has left.
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
