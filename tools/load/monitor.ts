/** Samples players and server while a load runs, and shows the status. */
import type { LoadGenerator } from './load-generator.ts';
import type { ServerUnderLoad } from './server-under-load.ts';
import type { LoadReading } from './report.ts';
import type { LoadStatus } from './format.ts';

export class LoadMonitor {
  /** Shown with the status. */
  stage = 'players come';
  readonly #server: ServerUnderLoad;
  readonly #generator: LoadGenerator;
  readonly #players: number;
  readonly #show: (status: LoadStatus) => void;
  readonly #startMs = performance.now();
  #last: LoadReading;

  /** @param players how many join in all */
  constructor(server: ServerUnderLoad, generator: LoadGenerator, players: number, show: (status: LoadStatus) => void) {
    this.#server = server;
    this.#generator = generator;
    this.#players = players;
    this.#show = show;
    this.#last = this.read();
  }

  read(): LoadReading {
    return {
      seconds: (performance.now() - this.#startMs) / 1_000,
      counts: this.#generator.counters.read(),
      cpuSeconds: this.#server.metrics.totals.cpuSeconds,
    };
  }

  /**
   * Reads the server's metrics, and shows the status.
   *
   * @throws Error where our own server has ended by itself
   */
  async sample(): Promise<void> {
    await this.#server.refresh();
    const now = this.read();
    this.#show({
      stage: this.stage,
      players: this.#players,
      before: this.#last,
      now,
      times: this.#generator.times,
      kills: this.#server.kills,
      server: this.#server.metrics.now,
    });
    this.#last = now;
  }
}
