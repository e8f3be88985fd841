/** Where a load is seen while it runs: a table that is written over on a terminal, else a line now and then. */
import { statusLine, statusTable, type LoadStatus } from './format.ts';

const QUIET_MS = 10_000;

/** Such as the error stream. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export class Display {
  readonly #screen: Screen;
  #lines = 0;
  #saidMs = Number.NEGATIVE_INFINITY;
  #stage = '';

  constructor(screen: Screen = process.stderr) {
    this.#screen = screen;
  }

  show(status: LoadStatus): void {
    if (this.#screen.isTTY) {
      this.clear();
      const table = statusTable(status);
      this.#lines = table.split('\n').length;
      this.#screen.write(`${table}\n`);
      return;
    }
    const now = performance.now();
    if (now - this.#saidMs < QUIET_MS && status.stage === this.#stage) return;
    this.#saidMs = now;
    this.#stage = status.stage;
    this.#screen.write(`${statusLine(status)}\n`);
  }

  /** Leaves the terminal to what comes next. */
  clear(): void {
    if (this.#lines > 0) this.#screen.write(`\u001B[${this.#lines}A\u001B[J`);
    this.#lines = 0;
  }
}
