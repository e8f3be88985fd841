/** Notices a line that has gone silent without closing: a phone that changed networks, a router that forgot us. */

const CHECK_EVERY_MS = 2_000;
const PONG_WITHIN_MS = 5_000;
/** A try to reconnect that hangs longer than this is ended, so that the next can begin. */
const TRY_WITHIN_MS = 8_000;

export class ConnectionWatchdog {
  readonly #connection: { ping(pong: () => void): void; giveUp(): void };
  readonly #timer: ReturnType<typeof setInterval>;
  #state: 'live' | 'dropped' = 'live';
  /** When the line last showed life, or a try to restore it last ended. */
  #heardAt = performance.now();
  #checkedAt = performance.now();

  constructor(line: { ping(pong: () => void): void; giveUp(): void }) {
    this.#connection = line;
    this.#timer = setInterval(() => this.#check(), CHECK_EVERY_MS);
    document.addEventListener('visibilitychange', this.#onVisible);
  }

  onLive(): void {
    this.#state = 'live';
    this.#heardAt = performance.now();
  }

  onDropped(): void {
    this.#state = 'dropped';
    this.#heardAt = performance.now();
  }

  stop(): void {
    clearInterval(this.#timer);
    document.removeEventListener('visibilitychange', this.#onVisible);
  }

  readonly #onVisible = () => this.#check();

  #check(): void {
    if (document.visibilityState !== 'visible') return;
    const now = performance.now();
    // Hidden tabs run few timers, and a page that is busy none: that silence proves nothing, and a fresh allowance begins.
    if (now - this.#checkedAt > 2 * CHECK_EVERY_MS) this.#heardAt = now;
    this.#checkedAt = now;
    const silentMs = now - this.#heardAt;
    if (silentMs > (this.#state === 'live' ? PONG_WITHIN_MS : TRY_WITHIN_MS)) {
      this.#heardAt = performance.now();
      this.#connection.giveUp();
    } else if (this.#state === 'live') {
      this.#connection.ping(() => (this.#heardAt = performance.now()));
    }
  }
}
