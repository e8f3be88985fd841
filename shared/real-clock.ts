/** The clock that ticks matches, made from the timers of a server or a page. */

/** A monotonic clock with timers. */
export interface RealClock {
  /** Time in ms that never goes back. */
  now(): number;
  /** Calls `fn` at `ms`, or as soon after it as possible. Returns a function that cancels it. */
  at(ms: number, fn: () => void): () => void;
}

interface Timers<T> {
  readonly performance: { now(): number };
  setTimeout(fn: () => void, ms: number): T;
  clearTimeout(timer: T): void;
}

/** The clock of a process or page: pass `globalThis`. */
export function clockOf<T>(timers: Timers<T>): RealClock {
  const now = (): number => timers.performance.now();
  return {
    now,
    at(ms, fn) {
      const timer = timers.setTimeout(fn, Math.max(0, ms - now()));
      return () => timers.clearTimeout(timer);
    },
  };
}
