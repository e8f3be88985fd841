/** How often something may happen: a budget that refills with time, up to a bound, and what came in while the process stood still. */
import { StallCredit, type StallClock } from './stall-credit.ts';

export class RateLimit {
  readonly #perUnit: number;
  readonly #burst: number;
  readonly #backlog: StallCredit;
  #left: number;
  #time = 0;

  /** @param unitsPerSecond what time is told in: the tick rate for ticks, 1,000 for milliseconds */
  constructor(perSecond: number, unitsPerSecond: number, burst: number, clock?: StallClock) {
    this.#perUnit = perSecond / unitsPerSecond;
    this.#burst = burst;
    this.#backlog = new StallCredit(perSecond, clock);
    this.#left = burst;
  }

  /** Takes so much, or tells that there is not as much left. Time never goes back. */
  take(time: number, amount = 1): boolean {
    this.#refill(time);
    if (this.#left < amount) return this.#backlog.take(amount);
    this.#left -= amount;
    return true;
  }

  /** Takes an amount as far as there is, and returns how much was missing. */
  draw(time: number, amount: number): number {
    this.#refill(time);
    const given = Math.min(amount, Math.floor(this.#left));
    this.#left -= given;
    return given === amount ? 0 : amount - given - this.#backlog.draw(amount - given);
  }

  /** Nothing is missing that time could bring back. */
  isFull(time: number): boolean {
    this.#refill(time);
    return this.#left >= this.#burst;
  }

  #refill(time: number): void {
    if (time === this.#time) return;
    this.#left = Math.min(this.#burst, this.#left + (time - this.#time) * this.#perUnit);
    this.#time = time;
  }
}
