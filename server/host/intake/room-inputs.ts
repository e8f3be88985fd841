/** The input frames of all people in a room, on their way into its match. */
import { type Entry, InputShape, type Match } from '../../../shared/runtime/host.ts';
import type { InputSpec } from '../../../shared/runtime/index.ts';
import type { Metrics } from '../../metrics.ts';
import type { Membership } from '../members/membership.ts';
import type { RoomBots } from '../room-bots.ts';
import { InputQueue } from '../members/input-queue.ts';
import type { Member } from '../members/member.ts';

/** What this needs of its room. */
export interface InputRoom {
  readonly match: Match;
  readonly members: Membership;
  readonly bots: Pick<RoomBots, 'size' | 'addInputs'>;
}

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
  pushFrame(member: Member, numbers: number[], seenAtMs: number | undefined): void {
    if (member.seat === undefined) return;
    member.inputQueue ??= new InputQueue(this.#shape, (frames) => this.#metrics.inputsDropped(frames));
    member.inputQueue.pushFrame(numbers, seenAtMs);
  }

  /** What enters at the next tick, seat by seat, before what has arrived. */
  enterBefore(arrived: readonly Entry[], { match, members: door, bots }: InputRoom): readonly Entry[] {
    const entries: Entry[] = [];
    const tickMs = match.now + 1_000 / match.start.tickRate;
    for (const { id, seat, bot } of match.players) {
      // The house holds theirs.
      if (bot) continue;
      const queue = door.get(id)?.inputQueue;
      const last = match.inputOf(id);
      if (queue !== undefined && last !== undefined) queue.takeFrames(seat, last, tickMs, entries);
    }
    if (bots.size > 0) bots.addInputs(entries);
    for (const entry of arrived) entries.push(entry);
    return entries;
  }
}
