/** How long a connection takes there and back, from its answers to our pings. */

/** The slowest of so many counts: a line has bad moments. */
const KEPT = 10;
const ENOUGH = 4;

interface Ping {
  readonly number: number;
  readonly sentMs: number;
}

export class RoundTrip {
  readonly #open: Ping[] = [];
  readonly #lastMs: number[] = [];
  #slowestMs: number | undefined;

  /** It was measured often enough to know how uneven the line is. */
  get isKnown(): boolean {
    return this.#lastMs.length >= ENOUGH;
  }

  /** A ping goes out. */
  sent(number: number, nowMs: number): void {
    this.#open.push({ number, sentMs: nowMs });
  }

  /** An answer has come. False: to no ping of ours, or once more. */
  answered(number: number, nowMs: number): boolean {
    const index = this.#open.findIndex((ping) => ping.number === number);
    const ping = this.#open[index];
    if (ping === undefined) return false;
    this.#open.splice(0, index + 1);
    this.#lastMs.push(nowMs - ping.sentMs);
    if (this.#lastMs.length > KEPT) this.#lastMs.shift();
    this.#slowestMs = Math.max(...this.#lastMs);
    return true;
  }

  /** The slowest of the last round trips, the present one included, in ms; undefined before the first answer. */
  slowestMs(nowMs: number): number | undefined {
    const [open] = this.#open;
    if (this.#slowestMs === undefined || open === undefined) return this.#slowestMs;
    return Math.max(this.#slowestMs, nowMs - open.sentMs);
  }
}
