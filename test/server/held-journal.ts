/** A journal that a test can hold up. */
import type { JournalFrame, JournalHook } from '../../server/host/journal-hook.ts';

type Fits = (frame: JournalFrame) => boolean;

export class HeldJournal implements JournalHook {
  /** Every frame that was ever given to it, committed or not. */
  readonly frames: JournalFrame[] = [];
  #trap: { fits: Fits; sprung: () => void } | undefined;
  #gate: PromiseWithResolvers<void> | undefined;

  commit(batch: readonly JournalFrame[]): Promise<void> | undefined {
    this.frames.push(...batch);
    if (this.#trap === undefined || !batch.some(this.#trap.fits)) return undefined;
    this.#gate = Promise.withResolvers();
    this.#trap.sprung();
    this.#trap = undefined;
    return this.#gate.promise;
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
    return this.frames.flatMap(({ entries }) => entries.map(({ kind }) => kind));
  }
}

/** Fits a frame with an entry of a kind. */
export function entering(kind: string): Fits {
  return ({ entries }) => entries.some((entry) => entry.kind === kind);
}
