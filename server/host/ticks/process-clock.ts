/**
 * Time in which the process ran. A process that was stopped, a machine that slept and a virtual one that was moved notice nothing
 * of it, and nobody could reach them meanwhile: that time counts against nobody. All that waits for clients reads this clock.
 */

/** How often it looks what time it is. */
const BEAT_MS = 250;
/** Where it could not look for so long, the process stood still. */
const STILL_MS = 1_000;

export class ProcessClock {
  readonly #wall: () => number;
  readonly #listeners = new Set<(ms: number) => void>();
  #beat: ReturnType<typeof setInterval> | undefined;
  #users = 0;
  #lookedMs = 0;
  #stoodStillMs = 0;
  #pausedMs = 0;

  /** @param wall time in ms that goes on while the process stands still */
  constructor(wall: () => number = () => performance.now()) {
    this.#wall = wall;
  }

  /** Watches from now on. Returns the way out. */
  start(): () => void {
    if (this.#users++ === 0) {
      this.#lookedMs = this.#wall();
      this.#beat = setInterval(() => this.look(), BEAT_MS).unref();
    }
    return () => {
      if (--this.#users > 0) return;
      clearInterval(this.#beat);
      this.#beat = undefined;
    };
  }

  /** How long the process has stood still in all, in ms, as far as that was watched. */
  get stalledMs(): number {
    this.look();
    return this.#stoodStillMs;
  }

  /** Time in ms in which the process ran, and let people in: it never goes back. */
  now(): number {
    const { stalledMs: stoodStillMs } = this;
    return this.#wall() - stoodStillMs - this.#pausedMs;
  }

  /** The process ran for so long and could let nobody in all the same: `now()` has not gone on. */
  pause(ms: number): void {
    this.#pausedMs += ms;
  }

  /** Calls `fn` when so much of that time has passed. Returns what takes that back. */
  after(ms: number, fn: () => void): () => void {
    const due = this.now() + ms;
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      const leftMs = due - this.now();
      // Timers fire up to a millisecond early.
      if (leftMs < 1) fn();
      else timer = setTimeout(wait, leftMs);
    };
    timer = setTimeout(wait, ms);
    return () => clearTimeout(timer);
  }

  /** Calls `fn` after each time that the process stood still, with how long that was. Returns the way out. */
  onStall(fn: (ms: number) => void): () => void {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  /** Looks what time it is. */
  look(): void {
    if (this.#beat === undefined) return;
    const nowMs = this.#wall();
    const sinceMs = nowMs - this.#lookedMs;
    this.#lookedMs = nowMs;
    if (sinceMs <= STILL_MS) return;
    this.#stoodStillMs += sinceMs;
    for (const listener of this.#listeners) listener(sinceMs);
  }
}

/** That of this process: it watches while a server is open. */
export const processClock = new ProcessClock();
