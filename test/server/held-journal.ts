/** A journal that a test can hold up. */
import { MemoryStore } from '../../tools/sim/journal/memory-store.ts';
import type { JournalFrame } from '../../server/journal/store.ts';
import { WrappedStore } from '../../tools/sim/journal/wrapped-store.ts';

type Fits = (frame: JournalFrame) => boolean;

export class HeldJournal extends WrappedStore {
  /** Every frame that was ever given to it, committed or not. */
  readonly committed: JournalFrame[] = [];
  #trap: { fits: Fits; sprung: () => void } | undefined;
  #gate: PromiseWithResolvers<void> | undefined;

  constructor() {
    super(new MemoryStore());
  }

  override commit(batch: readonly JournalFrame[]): void | Promise<void> {
    this.committed.push(...batch);
    if (this.#trap === undefined || !batch.some(this.#trap.fits)) return super.commit(batch);
    this.#gate = Promise.withResolvers();
    this.#trap.sprung();
    this.#trap = undefined;
    return this.#gate.promise.then(() => super.commit(batch));
  }

  /** Holds the next batch with a frame that fits. Resolves once it waits to be committed. */
  hold(fits: Fits): Promise<void> {
    return new Promise((resolve) => {
      this.#trap = { fits, sprung: resolve };
    });
  }

  release(): void {
    this.#gate?.resolve();
  }

  fail(error: Error): void {
    this.#gate?.reject(error);
  }

  /** What has entered, in order. */
  get kinds(): string[] {
    return this.committed.flatMap(({ entries }) => entries.map(({ kind }) => kind));
  }
}

/** Fits a frame with an entry of a kind. */
export function entering(kind: string): Fits {
  return ({ entries }) => entries.some((entry) => entry.kind === kind);
}
