/** The input frames of the current tick, and how many were dropped. */
import { InputSlot, InputShape, type InputSpec } from './input.ts';

export class TickInputs {
  /** Frames that the script never saw. */
  dropped = 0;
  /** The slots that have frames in this tick. */
  readonly #filled = new Set<InputSlot>();
  readonly #shape: InputShape | undefined;

  /** @param spec undefined: the game has no input */
  constructor(spec: InputSpec | undefined) {
    this.#shape = spec && new InputShape(spec);
  }

  /** @param numbers of the last frame, if the match is restored from a snapshot */
  openSlot(numbers: readonly number[] | undefined): InputSlot | undefined {
    return this.#shape && new InputSlot(this.#shape, numbers);
  }

  /** @param slot the seat's; undefined: the seat is free, or the game has no input */
  enter(slot: InputSlot | undefined, changes: readonly number[]): void {
    if (slot === undefined || !slot.addFrame(changes)) this.dropped++;
    else this.#filled.add(slot);
  }

  /** The next tick begins. */
  clear(): void {
    if (this.#filled.size === 0) return;
    for (const slot of this.#filled) slot.clear();
    this.#filled.clear();
  }

  /** Drops all frames of this tick: their script has ended. */
  drop(): void {
    for (const slot of this.#filled) this.dropped += slot.frames.length;
    this.clear();
  }

  /** Drops the frames of a player who left. */
  dropOf(slot: InputSlot | undefined): void {
    if (slot === undefined) return;
    this.dropped += slot.frames.length;
    slot.clear();
  }
}
