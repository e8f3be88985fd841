/** What has arrived for a room since its last tick, in order of arrival. */
import type { Entry } from '../../shared/runtime/index.ts';
import { LIMITS } from './limits.ts';

const NOTHING: readonly Entry[] = Object.freeze([]);

export class Inbox {
  #arrived: Entry[] = [];

  /** No message or answer fits any more. Comings, goings and effects still do: other bounds hold them. */
  get full(): boolean {
    return this.#arrived.length >= LIMITS.queuedPerRoom;
  }

  push(entry: Entry): void {
    this.#arrived.push(entry);
  }

  /** Takes those that `fits` lets through; the others wait on, in their order. */
  takeFitting(fits: (entry: Entry) => boolean): readonly Entry[] {
    const { taken = [], left = [] } = Object.groupBy(this.#arrived, (entry) => (fits(entry) ? 'taken' : 'left'));
    this.#arrived = left;
    return taken;
  }

  take(): readonly Entry[] {
    if (this.#arrived.length === 0) return NOTHING;
    const arrived = this.#arrived;
    this.#arrived = [];
    return arrived;
  }
}
