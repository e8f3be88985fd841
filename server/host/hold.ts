/** Whom a room waits for after a restart, and for how long: its clock stands still meanwhile, so that nobody's turn runs out. */

/** SDKs try again after 5 s at the latest. */
const HOLD_MS = 6_000;

export class Hold {
  readonly #awaited: Set<string>;
  #sinceMs: number;
  #untilMs: number;

  constructor(awaited: Iterable<string>, nowMs: number) {
    this.#awaited = new Set(awaited);
    this.#sinceMs = nowMs;
    this.#untilMs = nowMs + HOLD_MS;
  }

  /** Those who are not back yet. */
  get awaited(): ReadonlySet<string> {
    return this.#awaited;
  }

  delete(id: string): void {
    this.#awaited.delete(id);
  }

  /** Time stood still, and nobody could come back in it. */
  postpone(ms: number): void {
    this.#sinceMs += ms;
    this.#untilMs += ms;
  }

  lasted(nowMs: number): number {
    return nowMs - this.#sinceMs;
  }

  isOver(nowMs: number): boolean {
    return this.#awaited.size === 0 || nowMs >= this.#untilMs;
  }
}
