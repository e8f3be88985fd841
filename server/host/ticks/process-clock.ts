/**
 * Time in which the process ran. Where it was stopped, the machine slept or a virtual machine was moved, nobody could reach it: such a stall
 * counts against no client. Everything that waits for clients reads this clock.
 */

/** How often the time is checked. */
const CHECK_MS = 250;
/** A longer gap between two checks is a stall. */
const STALL_MS = 1_000;

export class ProcessClock {
  readonly #wall: () => number;
  readonly #listeners = new Set<(ms: number) => void>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #users = 0;
  #checkedMs = 0;
  #stalledMs = 0;
  #pausedMs = 0;

  /** @param wall time in ms that goes on while the process is stalled */
  constructor(wall: () => number = () => performance.now()) {
    this.#wall = wall;
  }

  /** Watches from now on. Returns what ends that. */
  start(): () => void {
    if (this.#users++ === 0) {
      this.#checkedMs = this.#wall();
      this.#timer = setInterval(() => this.check(), CHECK_MS).unref();
    }
    return () => {
      if (--this.#users > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  /** How long the process was stalled in all while this watched, in ms. */
  get stalledMs(): number {
    this.check();
    return this.#stalledMs;
  }

  /** Time in ms in which the process ran and rooms were not paused: it never goes back. */
  now(): number {
    const { stalledMs } = this;
    return this.#wall() - stalledMs - this.#pausedMs;
  }

  /** Rooms were paused for this long, though the process ran: `now()` has not advanced. */
  pause(ms: number): void {
    this.#pausedMs += ms;
  }

  /** Calls `fn` after this much of that time. Returns what cancels that. */
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

  /** Calls `fn` after each stall, with its length. Returns what ends that. */
  onStall(fn: (ms: number) => void): () => void {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  check(): void {
    if (this.#timer === undefined) return;
    const nowMs = this.#wall();
    const sinceMs = nowMs - this.#checkedMs;
    this.#checkedMs = nowMs;
    if (sinceMs <= STALL_MS) return;
    this.#stalledMs += sinceMs;
    for (const listener of this.#listeners) listener(sinceMs);
  }
}

/** Watches while a server is open. */
export const processClock = new ProcessClock();
