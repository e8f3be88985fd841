/** Answers requests a few at a time: however many come at once, rooms tick between them. */
import { setImmediate } from 'node:timers/promises';
import { HTTP_LIMITS } from '../host/limits.ts';

export class RequestScheduler {
  readonly #waiting = new Set<() => void>();
  #isRunning = false;

  /** Does something in its turn. */
  add(work: () => void): void {
    this.#waiting.add(work);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    let endMs = -Infinity;
    try {
      for (const work of this.#waiting) {
        if (performance.now() >= endMs) {
          await setImmediate();
          endMs = performance.now() + HTTP_LIMITS.turnMs;
        }
        this.#waiting.delete(work);
        work();
        // What it went on with at once is a part of it.
        await Promise.resolve();
      }
    } finally {
      this.#isRunning = false;
    }
  }
}
