/** A token bucket: it refills with time, up to a bound. What arrives after a stall of the process gets a credit on top. */
import { StallCredit, type StallClock } from './stall-credit.ts';

export class RateLimit {
  readonly #perUnit: number;
  readonly #burst: number;
  readonly #backlog: StallCredit;
  #left: number;
  #time = 0;

  /** @param unitsPerSecond the unit of `time`: the tick rate for ticks, 1,000 for milliseconds */
  constructor(perSecond: number, unitsPerSecond: number, burst: number, clock?: StallClock) {
    this.#perUnit = perSecond / unitsPerSecond;
    this.#burst = burst;
    this.#backlog = new StallCredit(perSecond, clock);
    this.#left = burst;
  }

  /** Takes an amount. False: there is not enough. Time never goes back. */
  take(time: number, amount = 1): boolean {
    this.#refill(time);
    if (this.#left < amount) return this.#backlog.take(amount);
    this.#left -= amount;
    return true;
  }

  /** Takes as much of an amount as there is, and returns how much was missing. */
  draw(time: number, amount: number): number {
    this.#refill(time);
    const given = Math.min(amount, Math.floor(this.#left));
    this.#left -= given;
    return given === amount ? 0 : amount - given - this.#backlog.draw(amount - given);
  }

  /** The bucket is full. */
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
