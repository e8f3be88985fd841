/** Measures a connection's round trip by its answers to pings. */

/** The slowest of this many round trips counts, for connections with jitter. */
const SAMPLES = 10;
const MIN_SAMPLES = 4;

interface Ping {
  readonly number: number;
  readonly sentMs: number;
}

export class RoundTrip {
  readonly #open: Ping[] = [];
  readonly #lastMs: number[] = [];
  #slowestMs: number | undefined;

  /** It was measured often enough to know the jitter. */
  get isKnown(): boolean {
    return this.#lastMs.length >= MIN_SAMPLES;
  }

  /** A ping was sent. */
  sent(number: number, nowMs: number): void {
    this.#open.push({ number, sentMs: nowMs });
  }

  /** A pong has arrived. False: it answers no ping of ours, or one that was answered. */
  answered(number: number, nowMs: number): boolean {
    const index = this.#open.findIndex((ping) => ping.number === number);
    const ping = this.#open[index];
    if (ping === undefined) return false;
    this.#open.splice(0, index + 1);
    this.#lastMs.push(nowMs - ping.sentMs);
    if (this.#lastMs.length > SAMPLES) this.#lastMs.shift();
    this.#slowestMs = Math.max(...this.#lastMs);
    return true;
  }

  /** The slowest of the last round trips, including a ping without an answer, in ms; undefined before the first answer. */
  slowestMs(nowMs: number): number | undefined {
    const [open] = this.#open;
    if (this.#slowestMs === undefined || open === undefined) return this.#slowestMs;
    return Math.max(this.#slowestMs, nowMs - open.sentMs);
  }
}
