/** A set of callbacks that are called together. */
export class Listeners<Values extends unknown[] = []> {
  readonly #listeners = new Set<(...values: Values) => void>();

  /** Returns a function that removes the listener. */
  add(listener: (...values: Values) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  call(...values: Values): void {
    for (const listener of this.#listeners) listener(...values);
  }
}
