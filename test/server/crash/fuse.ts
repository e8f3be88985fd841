/** Stops a process at one of the points that it passes: from there on it does nothing any more that anybody could notice. */

/** Where a process stands. */
export interface Point {
  /** What it is about to do, or has just done. */
  readonly label: string;
  readonly tick: number;
}

export class Crash extends Error {
  override readonly name = 'Crash';
}

export class Fuse {
  /** Those that were passed. */
  readonly points: Point[] = [];
  readonly #at: number;
  #burnt = false;

  /** @param at the number of the point at which the process dies, from 0 */
  constructor(at: number) {
    this.#at = at;
  }

  get burnt(): boolean {
    return this.#burnt;
  }

  /** @throws Crash where the process dies, and wherever it gets after that */
  pass(label: string, tick: number): void {
    if (!this.#burnt) {
      this.points.push({ label, tick });
      this.#burnt = this.points.length > this.#at;
    }
    if (this.#burnt) throw new Crash(label);
  }
}
