/** Ticks one match at a fixed rate, against absolute deadlines: a late tick does not delay the next one. */
import type { RealClock } from '../../../shared/real-clock.ts';

/** How many ticks the match may fall behind; beyond that, time is lost. */
const MAX_TICKS_BEHIND = 5;
/** Timers fire up to this early. */
const EARLY_MS = 0.5;

/**
 * Ticks a match until it is stopped.
 *
 * @example
 * const metronome = new Metronome(30, 0, () => host.tick(), pageClock);
 * metronome.start();
 */
export class Metronome {
  readonly tickRate: number;
  readonly #tickMs: number;
  readonly #tick: () => Promise<void>;
  readonly #clock: RealClock;
  /** The number and the deadline of the next tick. */
  #next: number;
  #deadlineMs = 0;
  /** While paused: the time that was left until the deadline. */
  #leftMs: number | undefined;
  #ticking = false;
  #stopped = false;
  #disarm: (() => void) | undefined;

  /** @param ticks how many the match has had; `tick` must never reject */
  constructor(tickRate: number, ticks: number, tick: () => Promise<void>, clock: RealClock) {
    this.tickRate = tickRate;
    this.#tickMs = 1_000 / tickRate;
    this.#next = ticks + 1;
    this.#leftMs = this.#tickMs;
    this.#tick = tick;
    this.#clock = clock;
  }

  /** Paused, or not started yet. */
  get paused(): boolean {
    return this.#leftMs !== undefined;
  }

  /** Match time in ms. It advances between ticks too. */
  now(): number {
    const left = this.#leftMs ?? this.#deadlineMs - this.#clock.now();
    return this.#next * this.#tickMs - Math.max(left, -MAX_TICKS_BEHIND * this.#tickMs);
  }

  start(): void {
    if (this.#leftMs === undefined || this.#stopped) return;
    this.#deadlineMs = this.#clock.now() + this.#leftMs;
    this.#leftMs = undefined;
    this.#arm();
  }

  /** Stops the clock until `start()`. No match time is lost. */
  pause(): void {
    this.#leftMs ??= Math.max(0, this.#deadlineMs - this.#clock.now());
    this.#arm();
  }

  stop(): void {
    this.pause();
    this.#stopped = true;
  }

  #arm(): void {
    this.#disarm?.();
    this.#disarm = undefined;
    if (this.paused || this.#ticking) return;
    this.#disarm = this.#clock.at(this.#deadlineMs, () => {
      this.#disarm = undefined;
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#ticking = true;
    while (!this.paused && this.#clock.now() >= this.#deadlineMs - EARLY_MS) {
      this.#next += 1;
      this.#deadlineMs = Math.max(this.#deadlineMs, this.#clock.now() - MAX_TICKS_BEHIND * this.#tickMs) + this.#tickMs;
      await this.#tick();
    }
    this.#ticking = false;
    this.#arm();
  }
}
