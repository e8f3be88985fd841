/** Checks that the clients of a match decode its state: their views and names, and what to do about a difference. */
import type { StateView } from '@colyseus/schema';
import type { StateMismatch } from '../errors/errors.ts';
import type { Match } from '../match/match.ts';
import type { ShadowParts } from './shadow-clients.ts';

/** What is needed to check that the clients of a match decode its state. */
export interface StateCheck extends Pick<ShadowParts<never>, 'tick' | 'nameOf' | 'mismatched'> {
  /** All views that clients may have now, connected or not. */
  readonly views: () => Iterable<StateView | undefined>;
}

/**
 * The check of a match.
 *
 * @param mismatched called with the first difference; nothing is checked after it
 *
 * @example
 * const loopback = new Loopback(match.state, stateCheckOf(match, (error) => match.fail(error)));
 */
export function stateCheckOf(
  match: Pick<Match, 'tick' | 'players' | 'viewOf' | 'spectatorView'>,
  mismatched: (error: StateMismatch) => void,
): StateCheck {
  return {
    mismatched,
    tick: () => match.tick,
    views: () => new Set([undefined, match.spectatorView, ...match.players.map(({ id }) => match.viewOf(id))]),
    nameOf: (view) => {
      if (view === undefined) return 'somebody who sees nothing hidden';
      if (view === match.spectatorView) return 'a spectator';
      const player = match.players.find(({ id }) => match.viewOf(id) === view);
      return player === undefined ? 'somebody who has left' : `seat ${player.seat}`;
    },
  };
}
