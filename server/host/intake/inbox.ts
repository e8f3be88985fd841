/** Entries that have arrived for a room since its last tick, in their order. */
import type { Entry } from '../../../shared/runtime/host.ts';
import { LIMITS } from '../limits.ts';

const NOTHING: readonly Entry[] = Object.freeze([]);

type Said = Extract<Entry, { kind: 'message' | 'answer' }>;

export class Inbox {
  #arrived: Entry[] = [];
  /** By player: messages that arrived all at once, and enter over the next ticks. */
  readonly #later = new Map<string, Said[]>();

  /** No message or answer fits any more. Joins, leaves and effects have limits of their own. */
  get full(): boolean {
    return this.#arrived.length >= LIMITS.queuedPerRoom;
  }

  pushEntry(entry: Entry): void {
    this.#arrived.push(entry);
  }

  /** Takes a message or answer. It does not overtake deferred ones. */
  pushMessage(entry: Said): void {
    const later = this.#later.get(entry.player);
    if (later === undefined) this.#arrived.push(entry);
    else later.push(entry);
  }

  /** Takes what exceeds the messages of one player and tick, for later ticks. */
  deferMessage(entry: Said): void {
    const later = this.#later.get(entry.player);
    if (later === undefined) this.#later.set(entry.player, [entry]);
    else later.push(entry);
  }

  /** The player has left. */
  forget(player: string): void {
    this.#later.delete(player);
  }

  /** Takes the entries that match; the others keep their order. */
  takeMatching(fits: (entry: Entry) => boolean): readonly Entry[] {
    const { taken = [], left = [] } = Object.groupBy(this.#arrived, (entry) => (fits(entry) ? 'taken' : 'left'));
    this.#arrived = left;
    this.#advance();
    return taken;
  }

  takeAll(): readonly Entry[] {
    if (this.#arrived.length === 0 && this.#later.size === 0) return NOTHING;
    const arrived = this.#arrived;
    this.#arrived = [];
    this.#advance();
    return arrived;
  }

  /** Moves as many deferred messages as may enter with the next tick. */
  #advance(): void {
    if (this.#later.size === 0) return;
    for (const [player, entries] of this.#later) {
      // New messages queue behind the last deferred ones until these have entered.
      if (entries.length === 0) this.#later.delete(player);
      else this.#arrived.push(...entries.splice(0, LIMITS.queuedPerPlayer));
    }
  }
}
