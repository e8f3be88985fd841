/** An outage of the journal: when writing is retried, and until when. */
import type { PacerClock } from './ticks/pacer.ts';

/** The delay between retries doubles up to a bound: each may block the process for a moment. */
const FIRST_MS = 10;
const MOST_MS = 250;

export class JournalOutage {
  readonly sinceMs: number;
  /** How often writing has failed. */
  failures = 0;
  /** Why it failed last. */
  error: unknown;
  /** Clients were told. */
  isAnnounced = false;
  readonly #clock: PacerClock;
  readonly #untilMs: number;
  #cancelTimer: (() => void) | undefined;
  #wake: (() => void) | undefined;
  #isCancelled = false;

  constructor(clock: PacerClock, patienceMs: number) {
    this.#clock = clock;
    this.sinceMs = clock.now();
    this.#untilMs = this.sinceMs + patienceMs;
  }

  /** Writing has failed. Resolves when it is time to retry; false: it has lasted too long, or was cancelled. */
  async failed(error: unknown): Promise<boolean> {
    this.error = error;
    const waitMs = Math.min(MOST_MS, FIRST_MS * 2 ** this.failures++);
    const now = this.#clock.now();
    if (now >= this.#untilMs || this.#isCancelled) return false;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#cancelTimer = this.#clock.at(Math.min(now + waitMs, this.#untilMs), resolve);
    });
    return !this.#isCancelled;
  }

  /** Ends the wait: the host stops. */
  cancel(): void {
    this.#isCancelled = true;
    this.#cancelTimer?.();
    this.#wake?.();
  }
}
