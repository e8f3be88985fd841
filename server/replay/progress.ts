/** Tells people at a terminal how far it is, where it takes long. */
const LONG_MS = 2_000;
const EVERY_MS = 100;

/** Where the lines go: the error stream. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export class Progress {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #startMs: number;
  #saidMs: number | undefined;

  constructor(terminal: Terminal, now: () => number) {
    this.#terminal = terminal;
    this.#now = now;
    this.#startMs = now();
  }

  say(text: string): void {
    const nowMs = this.#now();
    if (this.#terminal.isTTY !== true || nowMs - this.#startMs < LONG_MS) return;
    if (this.#saidMs !== undefined && nowMs - this.#saidMs < EVERY_MS) return;
    this.#saidMs = nowMs;
    this.#terminal.write(`\r\u001B[K${text}`);
  }

  /** Leaves the terminal's line free. */
  clear(): void {
    if (this.#saidMs !== undefined) this.#terminal.write('\r\u001B[K');
    this.#saidMs = undefined;
  }
}
