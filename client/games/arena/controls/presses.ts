/** Tracks which keys or buttons are held, and which bits they set. */
export class Presses<Held> {
  readonly #bitsOf: (held: Held) => number;
  readonly #down = new Set<Held>();
  /** Pressed since the last frame, so that a press shorter than a frame counts. */
  #pressed = 0;

  /** @param bitsOf the bits of a frame's `buttons` that it sets */
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

  /** The bits held now or pressed since the last call. */
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
