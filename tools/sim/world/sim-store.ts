/** The journal of one simulated process. The process can crash around each write, and each write can fail. */
import {
  JournalProblem,
  type JournalFrame,
  type JournalStore,
  type MatchRecord,
  type Slot,
} from '../../../server/journal/store.ts';
import type { RecordedEnd, Trace } from '../../../shared/runtime/host.ts';
import { WrappedStore } from '../journal/wrapped-store.ts';
import type { CrashPoints } from './crash-points.ts';

/** The crash point at which a write may be torn. */
export const WRITTEN = 'in the commit, after the write';

/** Says whether the next write fails, and counts those that did. */
interface FailingDisk {
  readonly failure: string | undefined;
  writeFailed(): void;
}

export class SimStore extends WrappedStore {
  readonly #disk: FailingDisk;
  readonly #crashPoints: CrashPoints;
  readonly #duringCommit: () => void;
  /** Ends that could not be written: like the real store, it writes them after the next commit that succeeds. */
  readonly #unwrittenEnds: { readonly slot: Slot; readonly end: RecordedEnd; readonly trace: Trace | undefined }[] = [];

  constructor(store: JournalStore, disk: FailingDisk, crashPoints: CrashPoints, duringCommit: () => void) {
    super(store);
    this.#disk = disk;
    this.#crashPoints = crashPoints;
    this.#duringCommit = duringCommit;
  }

  override open(record: MatchRecord): Slot {
    return this.#write('open', () => super.open(record));
  }

  override async commit(batch: readonly JournalFrame[]): Promise<void> {
    this.#failIfPlanned();
    this.#crashPoints.pass('before the commit');
    await Promise.resolve();
    this.#duringCommit();
    this.#crashPoints.pass('in the commit, before the write');
    await super.commit(batch);
    this.#crashPoints.pass(WRITTEN);
    for (const { slot, end, trace } of this.#unwrittenEnds.splice(0)) this.inner.end(slot, end, trace);
  }

  override checkpoint(slot: Slot, tick: number, bytes: Uint8Array): void {
    this.#around('checkpoint', () => super.checkpoint(slot, tick, bytes));
  }

  override end(slot: Slot, end: RecordedEnd, trace?: Trace): void {
    if (this.#disk.failure !== undefined) this.#unwrittenEnds.push({ slot, end, trace });
    this.#write('end', () => super.end(slot, end, trace));
  }

  override attempt(slots: readonly Slot[]): void {
    this.#write('attempt', () => super.attempt(slots));
  }

  override recovered(slots: readonly Slot[]): void {
    this.#write('recovered', () => super.recovered(slots));
  }

  /** @throws JournalProblem if the disk fails this write */
  #write<T>(name: string, write: () => T): T {
    this.#failIfPlanned();
    return this.#around(name, write);
  }

  #around<T>(name: string, write: () => T): T {
    this.#crashPoints.pass(`before ${name}()`);
    const result = write();
    this.#crashPoints.pass(`after ${name}()`);
    return result;
  }

  #failIfPlanned(): void {
    const { failure } = this.#disk;
    if (failure === undefined) return;
    this.#disk.writeFailed();
    throw new JournalProblem(failure);
  }
}
