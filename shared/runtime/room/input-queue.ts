/**
 * Queues one player's input frames for the match, at the pace of its ticks, and counts them for the acknowledgement. A client that sends more than
 * one a tick gets no further than others.
 */
import type { Entry } from '../record/entries.ts';
import { FRAMES_PER_TICK, inputEntry, type InputShape } from './input.ts';

/** Frames that wait for their tick; beyond it the oldest are dropped. */
export const INPUTS_QUEUED = 8;
/** Frames that may be taken beyond one a tick, after some were late. */
export const INPUT_BURST = 10;

/**
 * Frames kept in reserve, so that one arriving a tick late does not leave a tick without input: others would see this player stop
 * and jump.
 */
const SPARE = 1;
/** A reserve that was not needed for this many ticks is dropped: it only adds latency. */
const SPARED_TICKS = 30;

interface QueuedFrame {
  /** In the order of the fields of the game's input. */
  readonly numbers: number[];
  /** Match time in ms at which the player saw the others; undefined: the client does not send it. */
  readonly seenAtMs: number | undefined;
}

/**
 * The input frames of one player that wait for their ticks.
 *
 * @example
 * const queue = new InputQueue(new InputShape(game.input), (frames) => (dropped += frames));
 * queue.pushFrame([1, 0], undefined);
 * queue.takeFrames(seat, match.inputOf(player), tickMs, entries);
 */
export class InputQueue {
  /** The fields of the game's input. */
  readonly shape: InputShape;
  readonly #dropped: (frames: number) => void;
  readonly #waiting: QueuedFrame[] = [];
  /** Frames that may be taken now: one more each tick. */
  #allowance: number = INPUT_BURST;
  #settled = 0;
  /** The smallest reserve within the last ticks, and the number of those. */
  #spared = Infinity;
  #sparedTicks = 0;

  /**
   * An empty queue.
   *
   * @param dropped called with the number of frames that never enter the match
   */
  constructor(shape: InputShape, dropped: (frames: number) => void) {
    this.shape = shape;
    this.#dropped = dropped;
  }

  /** Frames of this connection that have entered the match or were dropped: what is acknowledged to the client. */
  get settled(): number {
    return this.#settled;
  }

  /**
   * Where too many wait, the oldest is dropped: it is out of date.
   *
   * @returns the number of the frame: it has entered or was dropped once `settled` has reached it
   */
  pushFrame(numbers: number[], seenAtMs: number | undefined): number {
    this.#waiting.push({ numbers, seenAtMs });
    if (this.#waiting.length > INPUTS_QUEUED) {
      this.#waiting.shift();
      this.#settled++;
      this.#dropped(1);
    }
    return this.#settled + this.#waiting.length;
  }

  /**
   * Takes the frames for the next tick: one, and a second where more wait than the reserve.
   *
   * @param last the last input of this player in the match
   * @param tickMs match time of that tick
   */
  takeFrames(seat: number, last: readonly number[], tickMs: number, into: Entry[]): void {
    this.#allowance = Math.min(this.#allowance + 1, INPUT_BURST);
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

  /** A new connection numbers its frames from the start. */
  restart(): void {
    if (this.#waiting.length > 0) this.#dropped(this.#waiting.length);
    this.#waiting.length = 0;
    this.#settled = 0;
    this.#spared = Infinity;
    this.#sparedTicks = 0;
  }

  /** To be called once a tick. */
  #isTooMuch(): boolean {
    const spare = this.#waiting.length - 1;
    this.#spared = Math.min(this.#spared, spare);
    if (++this.#sparedTicks < SPARED_TICKS) return spare > SPARE;
    const wasNeeded = this.#spared <= 0;
    this.#spared = Infinity;
    this.#sparedTicks = 0;
    return spare > SPARE || !wasNeeded;
  }

  /** Where a client does not send what it sees, its last value holds. */
  #complete({ numbers, seenAtMs }: QueuedFrame, before: readonly number[], tickMs: number): number[] {
    numbers.push(seenAtMs === undefined ? (before.at(-1) ?? 0) : tickMs - seenAtMs);
    return this.shape.clamp(numbers);
  }
}
