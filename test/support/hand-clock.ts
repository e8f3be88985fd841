/** A pacer's clock that a test moves by hand. */
import type { PacerClock } from '../../server/host/ticks/pacer.ts';

export class ManualClock implements PacerClock {
  #now = 0;
  #alarm: { time: number; fn: () => void } | undefined;

  now(): number {
    return this.#now;
  }

  at(time: number, fn: () => void): () => void {
    const alarm = { time, fn };
    this.#alarm = alarm;
    return () => {
      if (this.#alarm === alarm) this.#alarm = undefined;
    };
  }

  yieldToIo(): Promise<void> {
    return Promise.resolve();
  }

  /** Time passes without anything being able to run, as in a stalled process. */
  stall(ms: number): void {
    this.#now += ms;
  }

  /** Lets time pass, and fires what is due on the way, each `latenessMs` after its time. */
  async pass(ms: number, latenessMs = 0): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const alarm = this.#alarm;
      if (alarm === undefined || alarm.time + latenessMs > end) break;
      this.#now = Math.max(this.#now, alarm.time + latenessMs);
      this.#alarm = undefined;
      alarm.fn();
      // The pacer runs in promises alone: it has settled when a macrotask gets its turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#now = Math.max(this.#now, end);
  }
}
