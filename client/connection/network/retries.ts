/**
 * When a lost line is tried again: at once, then in small steps that grow, so that a server which is back in a second has its players in the
 * next. Chance spreads the tries, or all clients of a server would come at the same moment.
 */
import { RECONNECT_FOR_MS } from '../connection.ts';

const FIRST_WITHIN_MS = 50;
const SECOND_MS = 120;
const GROWTH = 1.2;
export const MAX_DELAY_MS = 1_000;

/** So many tries, at the longest distance, take as long as a line is looked for; the first ones come on top. */
export const MAX_TRIES =
  RECONNECT_FOR_MS / MAX_DELAY_MS + Math.ceil(Math.log(MAX_DELAY_MS / SECOND_MS) / Math.log(GROWTH));

/**
 * How long to wait before a try.
 *
 * @param attempt from 1
 * @param chance from 0, less than 1
 */
export function retryDelayMs(attempt: number, chance = Math.random()): number {
  if (attempt <= 1) return chance * FIRST_WITHIN_MS;
  const meanMs = Math.min(MAX_DELAY_MS, SECOND_MS * GROWTH ** (attempt - 2));
  // Half of it is chance.
  return meanMs * (0.75 + chance / 2);
}
