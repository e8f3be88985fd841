import type { MetronomeClock } from '../../../client/connection/in-page/metronome.ts';

interface Timer {
  readonly ms: number;
  readonly fn: () => void;
}

/** A clock that advances only when a test says so. */
export class HandClock implements MetronomeClock {
  ms = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.ms;
  }

  at(ms: number, fn: () => void): () => void {
    const timer = { ms, fn };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((each) => each !== timer));
  }

  /** Advances the time, and calls everything that is due at its moment. */
  async pass(ms: number): Promise<void> {
    const end = this.ms + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.ms = Math.max(this.ms, next.ms);
      this.#fire(next);
      await settled();
    }
    this.ms = Math.max(this.ms, end);
  }

  /** Skips this time, as a busy page does: what was due in it is called afterwards. */
  async jump(ms: number): Promise<void> {
    this.ms += ms;
    await this.pass(0);
  }

  #next(end: number): Timer | undefined {
    return this.#timers.filter(({ ms }) => ms <= end).sort((a, b) => a.ms - b.ms)[0];
  }

  #fire(timer: Timer): void {
    this.#timers = this.#timers.filter((each) => each !== timer);
    timer.fn();
  }
}

/** Whatever has begun is over: turns are ticks of the process. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
