/**
 * Credit for what an honest client may have sent while the process was stalled: it is read all at once, and must not count as a flood. It comes
 * on top of the ordinary limits, once for each stall.
 */
import { LIMITS } from '../limits.ts';
import { processClock } from '../ticks/process-clock.ts';

/** How long the process was stalled in all. */
export interface StallClock {
  readonly stalledMs: number;
}

export class StallCredit {
  readonly #perMs: number;
  readonly #clock: StallClock;
  #countedMs: number;
  #left = 0;

  constructor(perSecond: number, clock: StallClock = processClock) {
    this.#perMs = perSecond / 1_000;
    this.#clock = clock;
    this.#countedMs = clock.stalledMs;
  }

  /** Takes an amount where the ordinary limit is reached. False: there is not enough. */
  take(amount = 1): boolean {
    this.#refill();
    if (this.#left < amount) return false;
    this.#left -= amount;
    return true;
  }

  /** Takes as much of an amount as there is, and returns how much that was. */
  draw(amount: number): number {
    this.#refill();
    const given = Math.min(amount, Math.floor(this.#left));
    this.#left -= given;
    return given;
  }

  #refill(): void {
    const { stalledMs } = this.#clock;
    if (stalledMs <= this.#countedMs) return;
    const ms = Math.min(LIMITS.backlogMs, stalledMs - this.#countedMs);
    this.#countedMs = stalledMs;
    this.#left = Math.min(LIMITS.backlogMs * this.#perMs, this.#left + ms * this.#perMs);
  }
}
