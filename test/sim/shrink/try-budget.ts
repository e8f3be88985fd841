/** Limits the number of tries while shrinking. */
export class TryBudget {
  readonly most: number;
  readonly #onTry: (made: number, most: number) => void;
  #made = 0;
  #stopped = false;

  constructor(most: number, onTry: (made: number, most: number) => void = () => {}) {
    this.most = most;
    this.#onTry = onTry;
  }

  get made(): number {
    return this.#made;
  }

  /**
   * What comes of a try; undefined where there are none left, and where this one breaks the simulation itself: the
   * next ones would most likely break it too, and each may take minutes to do so.
   */
  async make<T>(attempt: () => Promise<T>): Promise<T | undefined> {
    if (this.#stopped || this.#made >= this.most) return undefined;
    this.#onTry(++this.#made, this.most);
    try {
      return await attempt();
    } catch {
      this.#stopped = true;
      return undefined;
    }
  }
}
