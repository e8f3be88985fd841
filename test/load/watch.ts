/** Looks at players and server while something runs, and shows how it goes. */
import type { Crowds } from './crowds.ts';
import type { House } from './house.ts';
import type { Reading } from './report.ts';
import type { Status } from './words.ts';

export class Watch {
  /** What is going on, in words. */
  stage = 'players come';
  readonly #house: House;
  readonly #crowds: Crowds;
  readonly #players: number;
  readonly #show: (status: Status) => void;
  readonly #startMs = performance.now();
  #last: Reading;

  /** @param players how many there shall be */
  constructor(house: House, crowds: Crowds, players: number, show: (status: Status) => void) {
    this.#house = house;
    this.#crowds = crowds;
    this.#players = players;
    this.#show = show;
    this.#last = this.read();
  }

  read(): Reading {
    return {
      seconds: (performance.now() - this.#startMs) / 1_000,
      counts: this.#crowds.tally.read(),
      cpuSeconds: this.#house.book.totals.cpuSeconds,
    };
  }

  /**
   * Asks the server, and shows what there is.
   *
   * @throws Error where our own server has ended by itself
   */
  async look(): Promise<void> {
    await this.#house.look();
    const now = this.read();
    this.#show({
      stage: this.stage,
      players: this.#players,
      before: this.#last,
      now,
      times: this.#crowds.times,
      kills: this.#house.kills,
      server: this.#house.book.now,
    });
    this.#last = now;
  }
}
