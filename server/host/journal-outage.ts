/** A time in which the journal cannot be written: when it is tried again, and until when. */
import type { PacerClock } from './ticks/pacer.ts';

/** Tries come ever further apart, up to so far: each may block the process for a moment. */
const FIRST_MS = 10;
const MOST_MS = 250;

export class JournalOutage {
  readonly sinceMs: number;
  /** How often writing has failed. */
  failures = 0;
  /** Why it failed last. */
  error: unknown;
  /** It has lasted for so long that people notice. */
  isTold = false;
  readonly #clock: PacerClock;
  readonly #untilMs: number;
  #takeBack: (() => void) | undefined;
  #wake: (() => void) | undefined;
  #isCalledOff = false;

  constructor(clock: PacerClock, patienceMs: number) {
    this.#clock = clock;
    this.sinceMs = clock.now();
    this.#untilMs = this.sinceMs + patienceMs;
  }

  /** Writing has failed. Resolves when it is time to try again; `false`: it has lasted too long, or was called off. */
  async failed(error: unknown): Promise<boolean> {
    this.error = error;
    const waitMs = Math.min(MOST_MS, FIRST_MS * 2 ** this.failures++);
    const now = this.#clock.now();
    if (now >= this.#untilMs || this.#isCalledOff) return false;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#takeBack = this.#clock.at(Math.min(now + waitMs, this.#untilMs), resolve);
    });
    return !this.#isCalledOff;
  }

  /** Nobody waits for it any more. */
  cancel(): void {
    this.#isCalledOff = true;
    this.#takeBack?.();
    this.#wake?.();
  }
}
