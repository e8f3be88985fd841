/**
 * What a client could honestly have sent while the process stood still: it is read all at once, and must not be taken for a flood. It comes on
 * top of the ordinary bounds, is granted once for each time, and is used up.
 */
import { LIMITS } from '../limits.ts';
import { processClock } from '../ticks/process-clock.ts';

/** How long the process has stood still in all. */
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

  /** Takes so much, or tells that there is not as much left. To be asked where the ordinary bound is reached. */
  take(amount = 1): boolean {
    this.#refill();
    if (this.#left < amount) return false;
    this.#left -= amount;
    return true;
  }

  /** Takes an amount as far as there is, and returns how much it was. */
  draw(amount: number): number {
    this.#refill();
    const given = Math.min(amount, Math.floor(this.#left));
    this.#left -= given;
    return given;
  }

  #refill(): void {
    const { stalledMs: stoodStillMs } = this.#clock;
    if (stoodStillMs <= this.#countedMs) return;
    const ms = Math.min(LIMITS.backlogMs, stoodStillMs - this.#countedMs);
    this.#countedMs = stoodStillMs;
    this.#left = Math.min(LIMITS.backlogMs * this.#perMs, this.#left + ms * this.#perMs);
  }
}
