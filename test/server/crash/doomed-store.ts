/** A journal whose process can die at each of its writes. */
import type { JournalFrame, JournalStore, MatchRecord, Slot } from '../../../server/journal/store.ts';
import type { RecordedEnd, Trace } from '../../../shared/runtime/host.ts';
import { WrappedStore } from '../wrapped-store.ts';

/** Where a commit may be torn. */
export const WRITTEN = 'in the commit, when it is written';

/** Told where the store stands. */
export type Pass = (label: string) => void;

export interface DoomedStoreParts {
  /** What it writes to. */
  readonly store: JournalStore;
  readonly pass: Pass;
  /** Called while a batch is on its way to the disk. */
  readonly underWay: () => void;
  /** Says that a batch is written, and writes it with the next one: a journal that lies. */
  readonly lies: boolean;
}

export class DoomedStore extends WrappedStore {
  readonly #pass: Pass;
  readonly #underWay: () => void;
  readonly #lies: boolean;
  #unwritten: readonly JournalFrame[] = [];

  constructor({ store, pass, underWay, lies }: DoomedStoreParts) {
    super(store);
    this.#pass = pass;
    this.#underWay = underWay;
    this.#lies = lies;
  }

  override open(record: MatchRecord): Slot {
    return this.#around('open', () => super.open(record));
  }

  override async commit(batch: readonly JournalFrame[]): Promise<void> {
    this.#pass('before the commit');
    await Promise.resolve();
    this.#underWay();
    this.#pass('in the commit, before it is written');
    await super.commit(this.#lies ? this.#unwritten : batch);
    this.#unwritten = batch;
    this.#pass(WRITTEN);
  }

  override checkpoint(slot: Slot, tick: number, bytes: Uint8Array): void {
    this.#around('checkpoint', () => super.checkpoint(slot, tick, bytes));
  }

  override end(slot: Slot, end: RecordedEnd, trace?: Trace): void {
    this.#around('end', () => super.end(slot, end, trace));
  }

  override attempt(slots: readonly Slot[]): void {
    this.#around('attempt', () => super.attempt(slots));
  }

  override recovered(slots: readonly Slot[]): void {
    this.#around('recovered', () => super.recovered(slots));
  }

  #around<T>(name: string, write: () => T): T {
    this.#pass(`before ${name}()`);
    const result = write();
    this.#pass(`after ${name}()`);
    return result;
  }
}
