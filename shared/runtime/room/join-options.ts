/** What players choose for themselves when they join: their options, as the game's schema gives them. */
import { plainCopy } from '../record/plain.ts';
import type { GameSpec } from './spec.ts';

/**
 * The options of a player who chose none: bots, and players of matches from before the game had such options.
 *
 * @throws TypeError if the game's schema does not give plain data for `{}`
 */
export function defaultJoinOptions({ joinOptions }: Pick<GameSpec, 'joinOptions'>): unknown {
  return joinOptions === undefined ? undefined : plainCopy(joinOptions.parse({}), 'joinOptions');
}

/** A copy that a script cannot change: after a crash the player has the options of the journal. */
export function frozenOptions(options: unknown): unknown {
  return freeze(plainCopy(options, 'joinOptions'));
}

function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
