/** What is to be seen when the others have come as far: they are drawn a moment ago, and what happens to them is too. */

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

  /** Calls back with all that is due, in the order in which it was put. */
  takeDue(now: number, see: (what: What) => void): void {
    if (this.#due.length === 0) return;
    const due = this.#due.filter(({ at }) => at <= now);
    if (due.length === 0) return;
    this.#due = this.#due.filter(({ at }) => at > now);
    for (const { what } of due) see(what);
  }

  clear(): void {
    this.#due = [];
  }
}
