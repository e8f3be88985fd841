/** When a player saw the others, as far as its connection explains it: lag compensation is for latency, and for nothing else. */
import { LIMITS } from '../limits.ts';

/**
 * @param seenAtMs match time at which the player saw the others, as its client tells
 * @param nowMs match time
 * @param roundTripMs of its connection; undefined: it was not measured yet
 * @returns the same, or the earliest that can be
 */
export function boundSeenAt(seenAtMs: number, nowMs: number, roundTripMs: number | undefined): number {
  return roundTripMs === undefined ? seenAtMs : Math.max(seenAtMs, nowMs - roundTripMs - LIMITS.sightMs);
}
