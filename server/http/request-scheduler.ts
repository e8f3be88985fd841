/** Answers requests in short slices: however many come at once, rooms tick in between. */
import { setImmediate } from 'node:timers/promises';
import { HTTP_LIMITS } from '../host/limits.ts';

export class RequestScheduler {
  readonly #waiting = new Set<() => void>();
  #isRunning = false;

  /** Queues an action. */
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
        // What it starts at once is a part of it.
        await Promise.resolve();
      }
    } finally {
      this.#isRunning = false;
    }
  }
}
