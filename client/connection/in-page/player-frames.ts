/** The player's input frames on their way into the match: one enters at each tick, and a second while more wait. */
import { type Entry, FRAMES_PER_TICK, inputEntry, InputShape } from '../../../shared/runtime/host.ts';
import type { InputSpec } from '../../../shared/runtime/index.ts';

interface QueuedFrame {
  readonly numbers: number[];
  readonly seenAtMs: number | undefined;
}

/** A page that was busy has no more to say. */
const MAX_QUEUED = 8;

export class PlayerFrames {
  readonly shape: InputShape;
  /** The number of the last one that has entered, or never will. */
  lastProcessed = 0;
  readonly #queue: QueuedFrame[] = [];

  constructor(input: InputSpec) {
    this.shape = new InputShape(input);
  }

  /**
   * Gives the frame's number.
   *
   * @param seenAtMs match time at which the others were where the player saw them; undefined: as for the frame before
   */
  push(numbers: number[], seenAtMs: number | undefined): number {
    this.#queue.push({ numbers, seenAtMs });
    if (this.#queue.length > MAX_QUEUED) {
      this.#queue.shift();
      this.lastProcessed++;
    }
    return this.lastProcessed + this.#queue.length;
  }

  /**
   * Gives what enters at the next tick.
   *
   * @param last the numbers that the match has of this player
   * @param tickMs match time of that tick
   */
  take(seat: number, last: readonly number[], tickMs: number): Entry[] {
    let before = last;
    return this.#queue.splice(0, FRAMES_PER_TICK).map(({ numbers, seenAtMs }) => {
      const seenMsAgo = seenAtMs === undefined ? (before.at(-1) ?? 0) : tickMs - seenAtMs;
      const told = this.shape.clamp([...numbers.slice(0, -1), seenMsAgo]);
      const entry = inputEntry(seat, before, told);
      before = told;
      this.lastProcessed++;
      return entry;
    });
  }
}
