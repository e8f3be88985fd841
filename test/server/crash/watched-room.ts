/** A live room that says where in a tick it is, and takes input frames beside what its clients send. */
import { LiveRoom, type LiveRoomParts } from '../../../server/host/live-room.ts';
import type { JournalFrame } from '../../../server/journal/store.ts';
import { type BotEntry, type Entry, inputEntry, type Step } from '../../../shared/runtime/host.ts';
import type { Pass } from './doomed-store.ts';
import type { InputEntry, ReadInput } from './world.ts';

/** Nobody ever sits there. */
const EMPTY_SEAT = 19;

export class WatchedRoom extends LiveRoom {
  readonly #read: ReadInput[];
  readonly #pass: Pass;
  #stepped: { readonly player: string; readonly step: number }[] = [];
  #inputs: readonly InputEntry[] = [];

  /** @param read is told of the input frames that a tick has read */
  constructor(parts: LiveRoomParts, read: ReadInput[], pass: Pass) {
    super(parts);
    this.#read = read;
    this.#pass = pass;
  }

  /** Somebody takes a step; of those who do not sit it comes from an empty seat. */
  step(player: string, step: number): void {
    if (!this.held) this.#stepped.push({ player, step });
  }

  override get frame(): JournalFrame | undefined {
    const frame = super.frame;
    return frame && { ...frame, entries: [...frame.entries, ...this.#inputs] };
  }

  override collect(nowMs: number): void {
    this.#pass('before the collecting');
    super.collect(nowMs);
    this.#inputs = this.held ? [] : this.#takeSteps();
    this.entries = [...this.entries, ...this.#inputs];
  }

  override addSteps(steps: (Step<Entry> | Step<BotEntry>)[]): void {
    this.#pass('before the step');
    super.addSteps(steps);
  }

  override release(): void {
    this.#pass('before the release');
    const { tick } = this.match;
    for (const entry of this.#inputs) this.#read.push({ tick, entry });
    super.release();
    this.#pass('after the release');
  }

  #takeSteps(): InputEntry[] {
    const last = new Map(this.match.players.map(({ id }) => [id, this.match.inputOf(id)]));
    return this.#stepped.splice(0).map(({ player, step }) => {
      const seat = this.match.players.find(({ id }) => id === player)?.seat ?? EMPTY_SEAT;
      const entry = inputEntry(seat, last.get(player) ?? [], [step, 0]);
      last.set(player, [step, 0]);
      return entry;
    });
  }
}
