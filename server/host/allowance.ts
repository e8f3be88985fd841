/** How often something may happen: a budget that refills with each tick, up to a bound, and what came in while the process stood still. */
import { Backlog, type Standstills } from './backlog.ts';

export class Allowance {
  readonly #perTick: number;
  readonly #burst: number;
  readonly #backlog: Backlog;
  #left: number;
  #tick = 0;

  constructor(perSecond: number, tickRate: number, burst: number, clock?: Standstills) {
    this.#perTick = perSecond / tickRate;
    this.#burst = burst;
    this.#backlog = new Backlog(perSecond, clock);
    this.#left = burst;
  }

  /** Takes so much, or tells that there is not as much left. Ticks never go back. */
  take(tick: number, amount = 1): boolean {
    if (tick !== this.#tick) {
      this.#left = Math.min(this.#burst, this.#left + (tick - this.#tick) * this.#perTick);
      this.#tick = tick;
    }
    if (this.#left < amount) return this.#backlog.take(amount);
    this.#left -= amount;
    return true;
  }
}
