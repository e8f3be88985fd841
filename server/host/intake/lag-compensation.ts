/** Bounds how far back a client may claim to have seen the others: lag compensation covers its latency and no more. */
import { LIMITS } from '../limits.ts';

/**
 * @param seenAtMs match time at which the player saw the others, by its client
 * @param nowMs match time
 * @param roundTripMs of its connection; undefined: not measured yet
 * @returns the same time, or the earliest that the latency explains
 */
export function boundSeenAt(seenAtMs: number, nowMs: number, roundTripMs: number | undefined): number {
  return roundTripMs === undefined ? seenAtMs : Math.max(seenAtMs, nowMs - roundTripMs - LIMITS.lagSlackMs);
}
