/** Tells players how far a run is: in one line that is written again on a terminal, else in a line each few seconds. */
import type { Terminal } from '../../../server/replay/progress.ts';

const EVERY_MS = 100;
const QUIET_EVERY_MS = 10_000;

export class SimProgress {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  #saidMs: number;
  #shows = false;

  constructor(terminal: Terminal, now: () => number) {
    this.#terminal = terminal;
    this.#now = now;
    // Whatever is over at once needs none.
    this.#saidMs = now();
  }

  /** @param text is only asked for when it is due */
  show(text: () => string): void {
    const live = this.#terminal.isTTY === true;
    const nowMs = this.#now();
    if (nowMs - this.#saidMs < (live ? EVERY_MS : QUIET_EVERY_MS)) return;
    this.#saidMs = nowMs;
    this.#shows = live;
    this.#terminal.write(live ? `\r\u001B[K${text()}` : `${text()}\n`);
  }

  /** Leaves the terminal's line free. */
  clear(): void {
    if (this.#shows) this.#terminal.write('\r\u001B[K');
    this.#shows = false;
  }
}
