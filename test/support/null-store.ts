/** Keeps nothing: what a server costs without its journal. */
import type { JournalStore, Slot } from '../../server/journal/store.ts';

export class NullStore implements JournalStore {
  #last: Slot = 0;

  open(): Slot {
    return ++this.#last;
  }
  commit(): void {}
  checkpoint(): void {}
  end(): void {}
  unfinished(): [] {
    return [];
  }
  frames(): [] {
    return [];
  }
  attempt(): void {}
  recovered(): void {}
  async replay(): Promise<undefined> {}
  ended(): undefined {}
  async recording(): Promise<undefined> {}
  async close(): Promise<void> {}
}
