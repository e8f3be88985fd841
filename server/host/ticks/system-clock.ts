import type { PacerClock } from './pacer.ts';

/** The monotonic clock of the process. */
export const systemClock: PacerClock = {
  now: () => performance.now(),
  at(time, fn) {
    const timer = setTimeout(fn, Math.max(0, time - performance.now()));
    return () => clearTimeout(timer);
  },
  yieldToIo: () => new Promise((resolve) => setImmediate(resolve)),
};
