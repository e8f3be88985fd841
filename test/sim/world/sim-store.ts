/** The journal of one simulated process: it can die at each of its writes, and each of them can fail. */
import { DoomedStore } from '../../server/crash/doomed-store.ts';
import {
  JournalProblem,
  type JournalFrame,
  type JournalStore,
  type MatchRecord,
  type Slot,
} from '../../../server/journal/store.ts';
import type { RecordedEnd, Trace } from '../../../shared/runtime/host.ts';
import type { SimDisk } from './sim-disk.ts';
import type { CrashPoints } from './crash-points.ts';

export class SimStore extends DoomedStore {
  readonly #disk: SimDisk;
  /** Ends that could not be written are after the next commit that can, as in the real store. */
  readonly #unended: { readonly slot: Slot; readonly end: RecordedEnd; readonly trace: Trace | undefined }[] = [];

  constructor(store: JournalStore, disk: SimDisk, fuse: CrashPoints, underWay: () => void) {
    super({ store, pass: (label) => fuse.pass(label), underWay, lies: false });
    this.#disk = disk;
  }

  override open(record: MatchRecord): Slot {
    this.#write();
    return super.open(record);
  }

  override async commit(batch: readonly JournalFrame[]): Promise<void> {
    this.#write();
    await super.commit(batch);
    for (const { slot, end, trace } of this.#unended.splice(0)) this.inner.end(slot, end, trace);
  }

  override end(slot: Slot, end: RecordedEnd, trace?: Trace): void {
    if (this.#disk.failure !== undefined) this.#unended.push({ slot, end, trace });
    this.#write();
    super.end(slot, end, trace);
  }

  override attempt(slots: readonly Slot[]): void {
    this.#write();
    super.attempt(slots);
  }

  override recovered(slots: readonly Slot[]): void {
    this.#write();
    super.recovered(slots);
  }

  /** @throws JournalProblem where this write is one of those that fail */
  #write(): void {
    const { failure: trouble } = this.#disk;
    if (trouble === undefined) return;
    this.#disk.writeFailed();
    throw new JournalProblem(trouble);
  }
}
