/** Looks at players and server while something runs, and shows how it goes. */
import type { LoadGenerator } from './load-generator.ts';
import type { ServerUnderLoad } from './server-under-load.ts';
import type { LoadReading } from './report.ts';
import type { LoadStatus } from './format.ts';

export class LoadMonitor {
  /** What is going on, in words. */
  stage = 'players come';
  readonly #house: ServerUnderLoad;
  readonly #crowds: LoadGenerator;
  readonly #players: number;
  readonly #show: (status: LoadStatus) => void;
  readonly #startMs = performance.now();
  #last: LoadReading;

  /** @param players how many there shall be */
  constructor(house: ServerUnderLoad, crowds: LoadGenerator, players: number, show: (status: LoadStatus) => void) {
    this.#house = house;
    this.#crowds = crowds;
    this.#players = players;
    this.#show = show;
    this.#last = this.read();
  }

  read(): LoadReading {
    return {
      seconds: (performance.now() - this.#startMs) / 1_000,
      counts: this.#crowds.tally.read(),
      cpuSeconds: this.#house.metrics.totals.cpuSeconds,
    };
  }

  /**
   * Asks the server, and shows what there is.
   *
   * @throws Error where our own server has ended by itself
   */
  async sample(): Promise<void> {
    await this.#house.refresh();
    const now = this.read();
    this.#show({
      stage: this.stage,
      players: this.#players,
      before: this.#last,
      now,
      times: this.#crowds.times,
      kills: this.#house.kills,
      server: this.#house.metrics.now,
    });
    this.#last = now;
  }
}
