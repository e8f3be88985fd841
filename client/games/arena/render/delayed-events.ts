/** Events held back until the interpolated opponents reach that moment. */

interface Due<What> {
  readonly at: number;
  readonly what: What;
}

const MOST = 64;

export class DelayedEvents<What> {
  #due: Due<What>[] = [];

  /** @param at match time in ms */
  add(at: number, what: What): void {
    if (this.#due.length < MOST) this.#due.push({ at, what });
  }

  /** Removes the events that are due, and calls back with each in order. */
  takeDue(now: number, see: (what: What) => void): void {
    if (this.#due.length === 0) return;
    const due = this.#due.filter(({ at }) => at <= now);
    if (due.length === 0) return;
    this.#due = this.#due.filter(({ at }) => at > now);
    for (const { what } of due) see(what);
  }
}
