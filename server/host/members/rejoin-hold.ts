/** Whom a room waits for after a restart, and for how long: its clock stands still meanwhile, so that nobody's turn runs out. */

import type { StallClock } from './stall-credit.ts';
import { processClock } from '../ticks/process-clock.ts';

/** SDKs try again after 5 s at the latest. */
const HOLD_MS = 6_000;

export class RejoinHold {
  readonly #awaited: Set<string>;
  #sinceMs: number;
  readonly #clock: StallClock;
  readonly #stoodStillMs: number;

  constructor(awaited: Iterable<string>, nowMs: number, clock: StallClock = processClock) {
    this.#awaited = new Set(awaited);
    this.#sinceMs = nowMs;
    this.#clock = clock;
    this.#stoodStillMs = clock.stalledMs;
  }

  /** Those who are not back yet. */
  get awaited(): ReadonlySet<string> {
    return this.#awaited;
  }

  delete(id: string): void {
    this.#awaited.delete(id);
  }

  /** Time stood still, and nobody could come back in it. */
  postpone(ms: number): void {
    this.#sinceMs += ms;
  }

  lasted(nowMs: number): number {
    return nowMs - this.#sinceMs;
  }

  /** While the process stood still nobody could come back. */
  isOver(nowMs: number): boolean {
    if (this.#awaited.size === 0) return true;
    return this.lasted(nowMs) - (this.#clock.stalledMs - this.#stoodStillMs) >= HOLD_MS;
  }
}
