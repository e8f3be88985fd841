/**
 * Reconnect backoff: at once, then with growing delays, so that players are back within a second of the server. Jitter keeps the
 * clients of a restarted server from reconnecting at the same moment.
 */
import { RECONNECT_FOR_MS } from '../connection.ts';

const FIRST_WITHIN_MS = 50;
const SECOND_MS = 120;
const GROWTH = 1.2;
export const MAX_DELAY_MS = 1_000;

/** At the longest delay these take `RECONNECT_FOR_MS`; the shorter first delays come on top. */
export const MAX_TRIES =
  RECONNECT_FOR_MS / MAX_DELAY_MS + Math.ceil(Math.log(MAX_DELAY_MS / SECOND_MS) / Math.log(GROWTH));

/**
 * The delay before an attempt.
 *
 * @param attempt from 1
 * @param chance from 0, less than 1
 */
export function retryDelayMs(attempt: number, chance = Math.random()): number {
  if (attempt <= 1) return chance * FIRST_WITHIN_MS;
  const meanMs = Math.min(MAX_DELAY_MS, SECOND_MS * GROWTH ** (attempt - 2));
  // ± 25 % jitter.
  return meanMs * (0.75 + chance / 2);
}
