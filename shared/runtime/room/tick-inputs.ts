/** The input frames of the present tick, and how many came to nothing. */
import { InputSlot, InputShape, type InputSpec } from './input.ts';

export class TickInputs {
  /** Frames that the script never got to see. */
  dropped = 0;
  /** The lanes that have frames in this tick. */
  readonly #filled = new Set<InputSlot>();
  readonly #shape: InputShape | undefined;

  /** @param spec undefined: the game has no input */
  constructor(spec: InputSpec | undefined) {
    this.#shape = spec && new InputShape(spec);
  }

  /** @param numbers of the last frame, where the match goes on from a snapshot */
  openLane(numbers: readonly number[] | undefined): InputSlot | undefined {
    return this.#shape && new InputSlot(this.#shape, numbers);
  }

  /** @param lane that of the seat; undefined: nobody sits there, or the game has no input */
  enter(lane: InputSlot | undefined, changes: readonly number[]): void {
    if (lane === undefined || !lane.addFrame(changes)) this.dropped++;
    else this.#filled.add(lane);
  }

  /** The next tick begins. */
  clear(): void {
    if (this.#filled.size === 0) return;
    for (const lane of this.#filled) lane.clear();
    this.#filled.clear();
  }

  /** The script that they were for has ended. */
  drop(): void {
    for (const lane of this.#filled) this.dropped += lane.frames.length;
    this.clear();
  }

  /** The player that they were of has left. */
  dropOf(lane: InputSlot | undefined): void {
    if (lane === undefined) return;
    this.dropped += lane.frames.length;
    lane.clear();
  }
}
