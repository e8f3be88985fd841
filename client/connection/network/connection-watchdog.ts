/** Detects a connection that went silent without closing, for example when a phone changes networks. */

const CHECK_EVERY_MS = 2_000;
const PONG_TIMEOUT_MS = 5_000;
/** A reconnect attempt that hangs for longer is aborted, so that the next one can start. */
const ATTEMPT_TIMEOUT_MS = 8_000;

export class ConnectionWatchdog {
  readonly #connection: { ping(pong: () => void): void; reconnect(): void };
  readonly #timer: ReturnType<typeof setInterval>;
  #state: 'live' | 'dropped' = 'live';
  /** When something was last received, or the last reconnect attempt ended. */
  #activeAt = performance.now();
  #checkedAt = performance.now();

  constructor(connection: { ping(pong: () => void): void; reconnect(): void }) {
    this.#connection = connection;
    this.#timer = setInterval(() => this.#check(), CHECK_EVERY_MS);
    globalThis.document?.addEventListener('visibilitychange', this.#onVisible);
  }

  onLive(): void {
    this.#state = 'live';
    this.#activeAt = performance.now();
  }

  onDropped(): void {
    this.#state = 'dropped';
    this.#activeAt = performance.now();
  }

  stop(): void {
    clearInterval(this.#timer);
    globalThis.document?.removeEventListener('visibilitychange', this.#onVisible);
  }

  readonly #onVisible = () => this.#check();

  #check(): void {
    // A page without a document is never hidden.
    if (globalThis.document?.visibilityState === 'hidden') return;
    const now = performance.now();
    // Hidden tabs throttle timers and busy pages delay them: silence since a late check proves nothing.
    if (now - this.#checkedAt > 2 * CHECK_EVERY_MS) this.#activeAt = now;
    this.#checkedAt = now;
    const silentMs = now - this.#activeAt;
    if (silentMs > (this.#state === 'live' ? PONG_TIMEOUT_MS : ATTEMPT_TIMEOUT_MS)) {
      this.#activeAt = performance.now();
      this.#connection.reconnect();
    } else if (this.#state === 'live') {
      this.#connection.ping(() => (this.#activeAt = performance.now()));
    }
  }
}
