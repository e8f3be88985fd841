/** The input frames of all people in a room, on their way into its match. */
import { InputShape, type Entry, type InputSpec, type Match } from '../../shared/runtime/index.ts';
import type { Metrics } from '../metrics.ts';
import type { Door } from './door.ts';
import { InputQueue } from './input-queue.ts';
import type { Member } from './member.ts';

export class RoomInputs {
  readonly #shape: InputShape;
  readonly #metrics: Metrics;

  constructor(spec: InputSpec, metrics: Metrics) {
    this.#shape = new InputShape(spec);
    this.#metrics = metrics;
  }

  /**
   * Takes a frame for the next ticks; of those without a seat none.
   *
   * @param seenAtMs match time at which the others were where the player saw them; undefined: the client does not tell
   */
  push(member: Member, numbers: number[], seenAtMs: number | undefined): void {
    if (member.seat === undefined) return;
    member.inputQueue ??= new InputQueue(this.#shape, (frames) => this.#metrics.inputsDropped(frames));
    member.inputQueue.push(numbers, seenAtMs);
  }

  /** Adds what enters at the next tick, seat by seat. */
  collect(match: Match, door: Door, into: Entry[]): void {
    const tickMs = match.now + 1_000 / match.start.tickRate;
    for (const { id, seat, bot } of match.players) {
      // The house holds theirs.
      if (bot) continue;
      const queue = door.member(id)?.inputQueue;
      const last = match.inputOf(id);
      if (queue !== undefined && last !== undefined) queue.take(seat, last, tickMs, into);
    }
  }
}
