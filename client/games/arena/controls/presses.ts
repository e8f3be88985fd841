/** What is held down, and what it presses. */
export class Presses<Held> {
  readonly #bitsOf: (held: Held) => number;
  readonly #down = new Set<Held>();
  /** Pressed since the last frame: a short press counts once. */
  #pressed = 0;

  /** @param bitsOf the buttons of a frame that it presses */
  constructor(bitsOf: (held: Held) => number) {
    this.#bitsOf = bitsOf;
  }

  get down(): ReadonlySet<Held> {
    return this.#down;
  }

  press(held: Held): void {
    this.#down.add(held);
    this.#pressed |= this.#bitsOf(held);
  }

  lift(held: Held): void {
    this.#down.delete(held);
  }

  /** The buttons held or pressed since the last time. */
  take(): number {
    let buttons = this.#pressed;
    for (const held of this.#down) buttons |= this.#bitsOf(held);
    this.#pressed = 0;
    return buttons;
  }

  release(): void {
    this.#down.clear();
    this.#pressed = 0;
  }
}
