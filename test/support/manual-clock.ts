/** A clock that a test moves. */
import type { PacerClock } from '../../server/host/ticks/pacer.ts';

interface Timer {
  readonly ms: number;
  readonly fn: () => void;
}

export class ManualClock implements PacerClock {
  ms = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.ms;
  }

  at(ms: number, fn: () => void): () => void {
    const timer = { ms, fn };
    this.#timers.push(timer);
    return () => this.#remove(timer);
  }

  yieldToIo(): Promise<void> {
    return Promise.resolve();
  }

  /** Time passes without any timer firing, as in a stalled process. */
  stall(ms: number): void {
    this.ms += ms;
  }

  /** Time passes, and each timer that is due fires `latenessMs` after its time. */
  async pass(ms: number, latenessMs = 0): Promise<void> {
    const end = this.ms + ms;
    for (let next = this.#next(end - latenessMs); next !== undefined; next = this.#next(end - latenessMs)) {
      this.ms = Math.max(this.ms, next.ms + latenessMs);
      this.#remove(next);
      next.fn();
      // What a timer begins runs in promises alone: it has ended when a macrotask gets its turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.ms = Math.max(this.ms, end);
  }

  /** Stalls for this time, and then fires what was due in it. */
  async jump(ms: number): Promise<void> {
    this.stall(ms);
    await this.pass(0);
  }

  #next(end: number): Timer | undefined {
    return this.#timers.filter(({ ms }) => ms <= end).sort((a, b) => a.ms - b.ms)[0];
  }

  #remove(timer: Timer): void {
    this.#timers = this.#timers.filter((each) => each !== timer);
  }
}
