/** What has arrived for a room since its last tick, in order of arrival. */
import type { Entry } from '../../../shared/runtime/host.ts';
import { LIMITS } from '../limits.ts';

const NOTHING: readonly Entry[] = Object.freeze([]);

type Said = Extract<Entry, { kind: 'message' | 'answer' }>;

export class Inbox {
  #arrived: Entry[] = [];
  /** By player: what came in all at once, and enters in as many ticks as its bound takes. */
  readonly #later = new Map<string, Said[]>();

  /** No message or answer fits any more. Comings, goings and effects still do: other bounds hold them. */
  get full(): boolean {
    return this.#arrived.length >= LIMITS.queuedPerRoom;
  }

  pushEntry(entry: Entry): void {
    this.#arrived.push(entry);
  }

  /** Takes what a player says; it does not overtake what waits for later. */
  pushMessage(entry: Said): void {
    const later = this.#later.get(entry.player);
    if (later === undefined) this.#arrived.push(entry);
    else later.push(entry);
  }

  /** Takes what is more than a player may say in this tick, for the next ones. */
  deferMessage(entry: Said): void {
    const later = this.#later.get(entry.player);
    if (later === undefined) this.#later.set(entry.player, [entry]);
    else later.push(entry);
  }

  /** A player has gone, and what waits for later with them. */
  forget(player: string): void {
    this.#later.delete(player);
  }

  /** Takes those that `fits` lets through; the others wait on, in their order. */
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

  /** Of what waits for later, as much as may enter at the next tick. */
  #advance(): void {
    if (this.#later.size === 0) return;
    for (const [player, entries] of this.#later) {
      // What comes while the last of it waits to enter does not come on top.
      if (entries.length === 0) this.#later.delete(player);
      else this.#arrived.push(...entries.splice(0, LIMITS.queuedPerPlayer));
    }
  }
}
