/** How far a command is: text that is overwritten on a terminal, and a line now and then elsewhere. */

const TERMINAL_MS = 100;
const LOG_MS = 10_000;

/** Such as the error stream. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressOptions {
  /** A run that is over before that shows nothing, in ms (default 0). */
  readonly waitMs?: number;
  /** How often there is a line where the stream is no terminal, in ms (default 10 s); Infinity: never. */
  readonly logMs?: number;
}

export class ProgressLine {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  readonly #waitUntilMs: number;
  readonly #everyMs: number;
  #shownMs: number;
  /** Lines on the terminal, to be overwritten. */
  #lines = 0;

  constructor(stream: ProgressStream, now: () => number, { waitMs = 0, logMs = LOG_MS }: ProgressOptions = {}) {
    this.#stream = stream;
    this.#now = now;
    this.#shownMs = now();
    this.#waitUntilMs = this.#shownMs + waitMs;
    this.#everyMs = stream.isTTY ? TERMINAL_MS : logMs;
  }

  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  /**
   * @param text called only when a line is due
   * @param isNew shows it at once
   */
  show(text: () => string, isNew = false): void {
    const nowMs = this.#now();
    if (nowMs < this.#waitUntilMs || (!isNew && nowMs - this.#shownMs < this.#everyMs)) return;
    this.#shownMs = nowMs;
    const shown = text();
    this.clear();
    this.#stream.write(this.isTerminal ? shown : `${shown}\n`);
    if (this.isTerminal) this.#lines = shown.split('\n').length;
  }

  /** Removes the text from the terminal. */
  clear(): void {
    if (this.#lines === 0) return;
    const up = this.#lines === 1 ? '' : `\u001B[${this.#lines - 1}A`;
    this.#stream.write(`\r${up}\u001B[J`);
    this.#lines = 0;
  }
}
