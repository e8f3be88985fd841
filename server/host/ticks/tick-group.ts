/** Rooms that are due together, with deadlines at `origin + n × period`, so that no error adds up. */
export class TickGroup<R> {
  readonly periodMs: number;
  readonly #originMs: number;
  readonly #rooms = new Set<R>();
  #next = 0;

  constructor(originMs: number, periodMs: number) {
    this.#originMs = originMs;
    this.periodMs = periodMs;
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** When its rooms tick next. */
  get deadline(): number {
    return this.#originMs + this.#next * this.periodMs;
  }

  add(room: R, now: number): void {
    if (this.#rooms.size === 0) this.#next = Math.floor((now - this.#originMs) / this.periodMs) + 1;
    this.#rooms.add(room);
  }

  delete(room: R): void {
    this.#rooms.delete(room);
  }

  [Symbol.iterator](): Iterator<R> {
    return this.#rooms.values();
  }

  advance(): void {
    this.#next++;
  }

  /** Skips the ticks that are too late to catch up with, and returns the time lost with them, in ms. */
  skip(now: number, maxCatchUpTicks: number): number {
    const behind = Math.floor((now - this.deadline) / this.periodMs);
    const lost = Math.max(0, behind - maxCatchUpTicks);
    this.#next += lost;
    return lost * this.periodMs;
  }
}
