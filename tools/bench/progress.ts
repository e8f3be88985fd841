/** Says what is being done, on the error stream: in one line on a terminal, else a line each few seconds. */
const EVERY_MS = 5_000;

export class BenchProgress {
  /** What has to be said at the end. */
  readonly notes: string[] = [];
  readonly #stream = process.stderr;
  readonly #startMs = performance.now();
  #saidMs = Number.NEGATIVE_INFINITY;

  say(text: string): void {
    const now = performance.now();
    const line = `${Math.round((now - this.#startMs) / 1_000)} s  ${text}`;
    if (this.#stream.isTTY) {
      this.#stream.write(`\r\u001B[K${line}`);
    } else if (now - this.#saidMs >= EVERY_MS) {
      this.#saidMs = now;
      this.#stream.write(`${line}\n`);
    }
  }

  note(text: string): void {
    this.notes.push(text);
  }

  /** Leaves the terminal's line free. */
  clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001B[K');
  }
}
