/** Limits the number of tries while shrinking. */
export class TryBudget {
  readonly most: number;
  /** How many tries were made. */
  made = 0;
  readonly #onTry: (made: number, most: number) => void;
  #stopped = false;

  constructor(most: number, onTry: (made: number, most: number) => void = () => {}) {
    this.most = most;
    this.#onTry = onTry;
  }

  /**
   * Returns the result of a try; undefined if no tries are left, or if the try breaks the simulation itself: later tries would probably break
   * it too, and each may take minutes.
   */
  async make<T>(attempt: () => Promise<T>): Promise<T | undefined> {
    if (this.#stopped || this.made >= this.most) return undefined;
    this.#onTry(++this.made, this.most);
    try {
      return await attempt();
    } catch {
      this.#stopped = true;
      return undefined;
    }
  }
}
