/** The input frames of all players in a room, on their way into its match. */
import { type Entry, InputQueue, InputShape, type Match } from '../../../shared/runtime/host.ts';
import type { InputSpec } from '../../../shared/runtime/index.ts';
import type { Metrics } from '../../metrics.ts';
import type { Membership } from '../members/membership.ts';
import type { Member } from '../members/member.ts';

/** What it needs of its room. */
export interface InputRoom {
  readonly match: Match;
  readonly members: Membership;
  readonly bots: { readonly size: number; addInputs(entries: Entry[]): void };
}

export class RoomInputs {
  readonly #shape: InputShape;
  readonly #metrics: Metrics;

  constructor(spec: InputSpec, metrics: Metrics) {
    this.#shape = new InputShape(spec);
    this.#metrics = metrics;
  }

  /**
   * Queues a frame; one of a member without a seat is dropped.
   *
   * @param seenAtMs match time at which the player saw the others; undefined: the client does not send it
   */
  pushFrame(member: Member, numbers: number[], seenAtMs: number | undefined): void {
    if (member.seat === undefined) return;
    member.inputQueue ??= new InputQueue(this.#shape, (frames) => this.#metrics.inputsDropped(frames));
    member.inputQueue.pushFrame(numbers, seenAtMs);
  }

  /** The entries of the next tick: input frames, seat by seat, then what has arrived. */
  enterBefore(arrived: readonly Entry[], { match, members, bots }: InputRoom): readonly Entry[] {
    const entries: Entry[] = [];
    const tickMs = match.now + 1_000 / match.start.tickRate;
    for (const { id, seat, bot } of match.players) {
      // Bots have frames of their own.
      if (bot) continue;
      const queue = members.get(id)?.inputQueue;
      const last = match.inputOf(id);
      if (queue !== undefined && last !== undefined) queue.takeFrames(seat, last, tickMs, entries);
    }
    if (bots.size > 0) bots.addInputs(entries);
    for (const entry of arrived) entries.push(entry);
    return entries;
  }
}
