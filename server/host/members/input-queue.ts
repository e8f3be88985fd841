/**
 * One player's input frames on their way into a match: bounded, at the pace of the match's own ticks, and counted for the
 * acknowledgement. Whoever sends more than one a tick for long gets no further than the others.
 */
import { type Entry, FRAMES_PER_TICK, inputEntry, type InputShape } from '../../../shared/runtime/host.ts';
import { LIMITS } from '../limits.ts';

/**
 * So many frames may wait for the tick after next, so that one that comes late by a tick leaves no tick without: others would
 * see this player stand still, and jump.
 */
const SPARE = 1;
/** A frame that has been to spare for so many ticks is not needed: it only makes what the player does come later. */
const SPARED_TICKS = 30;

interface Waiting {
  /** In the order of the game's fields. */
  readonly numbers: number[];
  /** Match time in ms at which the others were where this player saw them; undefined: the client does not tell. */
  readonly seenAtMs: number | undefined;
}

export class InputQueue {
  readonly #shape: InputShape;
  readonly #dropped: (frames: number) => void;
  readonly #waiting: Waiting[] = [];
  /** How many frames may be taken now. */
  #allowance: number = LIMITS.inputBurst;
  #settled = 0;
  /** The fewest frames that were to spare in the last ticks, and how many ticks that are. */
  #spared = Infinity;
  #sparedTicks = 0;

  /** @param dropped is told of frames that never enter the match */
  constructor(shape: InputShape, dropped: (frames: number) => void) {
    this.#shape = shape;
    this.#dropped = dropped;
  }

  /** How many of this connection's frames have entered the match or never will: what its client is told. */
  get settled(): number {
    return this.#settled;
  }

  /** A frame has arrived. Where too many wait the oldest is given up: what it was for has passed. */
  pushFrame(numbers: number[], seenAtMs: number | undefined): void {
    this.#waiting.push({ numbers, seenAtMs });
    if (this.#waiting.length <= LIMITS.inputsQueued) return;
    this.#waiting.shift();
    this.#settled++;
    this.#dropped(1);
  }

  /**
   * Gives what enters at the next tick: one frame, and a second where more wait than a line that is uneven needs.
   *
   * @param last the numbers that the match has of this player
   * @param tickMs match time of that tick
   */
  takeFrames(seat: number, last: readonly number[], tickMs: number, into: Entry[]): void {
    this.#allowance = Math.min(this.#allowance + 1, LIMITS.inputBurst);
    const most = this.#isTooMuch() ? FRAMES_PER_TICK : 1;
    let before = last;
    for (let taken = 0; taken < most && this.#allowance >= 1; taken++) {
      const frame = this.#waiting.shift();
      if (frame === undefined) return;
      const numbers = this.#complete(frame, before, tickMs);
      into.push(inputEntry(seat, before, numbers));
      before = numbers;
      this.#allowance--;
      this.#settled++;
    }
  }

  /** Another connection takes over: its client counts from nothing. */
  restart(): void {
    if (this.#waiting.length > 0) this.#dropped(this.#waiting.length);
    this.#waiting.length = 0;
    this.#settled = 0;
    this.#spared = Infinity;
    this.#sparedTicks = 0;
  }

  /** To be asked once for each tick. */
  #isTooMuch(): boolean {
    const spare = this.#waiting.length - 1;
    this.#spared = Math.min(this.#spared, spare);
    if (++this.#sparedTicks < SPARED_TICKS) return spare > SPARE;
    const wasNeeded = this.#spared <= 0;
    this.#spared = Infinity;
    this.#sparedTicks = 0;
    return spare > SPARE || !wasNeeded;
  }

  /** A client that does not tell what it sees is left with what it told last. */
  #complete({ numbers, seenAtMs }: Waiting, before: readonly number[], tickMs: number): number[] {
    numbers.push(seenAtMs === undefined ? (before.at(-1) ?? 0) : tickMs - seenAtMs);
    return this.#shape.clamp(numbers);
  }
}
