import type { MetronomeClock } from './metronome.ts';

/** The page's own clock. */
export const pageClock: MetronomeClock = {
  now: () => performance.now(),
  at(ms, fn) {
    const timer = setTimeout(fn, Math.max(0, ms - performance.now()));
    return () => clearTimeout(timer);
  },
};
