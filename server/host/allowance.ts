/** How often something may happen: a budget that refills with each tick, up to a bound. */
export class Allowance {
  readonly #perTick: number;
  readonly #burst: number;
  #left: number;
  #tick = 0;

  constructor(perTick: number, burst: number) {
    this.#perTick = perTick;
    this.#burst = burst;
    this.#left = burst;
  }

  /** Takes one, or tells that there is none left. Ticks never go back. */
  take(tick: number): boolean {
    if (tick !== this.#tick) {
      this.#left = Math.min(this.#burst, this.#left + (tick - this.#tick) * this.#perTick);
      this.#tick = tick;
    }
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
