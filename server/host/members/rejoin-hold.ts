/** Which players a room waits for after a restart, and for how long. Its clock is held meanwhile, so that nobody's turn runs out. */

import type { StallClock } from './stall-credit.ts';
import { processClock } from '../ticks/process-clock.ts';

/** SDKs retry after 5 s at the latest. */
const HOLD_MS = 6_000;

export class RejoinHold {
  readonly #awaited: Set<string>;
  #sinceMs: number;
  readonly #clock: StallClock;
  readonly #stalledBeforeMs: number;

  constructor(awaited: Iterable<string>, nowMs: number, clock: StallClock = processClock) {
    this.#awaited = new Set(awaited);
    this.#sinceMs = nowMs;
    this.#clock = clock;
    this.#stalledBeforeMs = clock.stalledMs;
  }

  /** Players who are not back yet. */
  get awaited(): ReadonlySet<string> {
    return this.#awaited;
  }

  delete(id: string): void {
    this.#awaited.delete(id);
  }

  /** Nobody could return in this time, so the hold lasts longer by it. */
  postpone(ms: number): void {
    this.#sinceMs += ms;
  }

  lasted(nowMs: number): number {
    return nowMs - this.#sinceMs;
  }

  /** A stall of the process does not count: nobody could return in it. */
  isOver(nowMs: number): boolean {
    if (this.#awaited.size === 0) return true;
    return this.lasted(nowMs) - (this.#clock.stalledMs - this.#stalledBeforeMs) >= HOLD_MS;
  }
}
