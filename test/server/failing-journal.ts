/** A journal whose writes fail when a test says so. */
import { JournalProblem, type JournalFrame, type MatchRecord, type Slot } from '../../server/journal/store.ts';
import type { RecordedEnd, Trace } from '../../shared/runtime/host.ts';
import { WrappedStore } from '../../tools/sim/journal/wrapped-store.ts';

type Write = 'open' | 'commit' | 'end' | 'attempt' | 'recovered' | 'probe';

export class FailingJournal extends WrappedStore {
  /** How many writes are still to fail. */
  failing = 0;
  /** Which of them do; all, unless it is set. */
  only: Write | undefined;
  problem: Error = new JournalProblem('The journal has no room left: free space.');
  /** How many have failed. */
  failed = 0;

  override open(record: MatchRecord): Slot {
    this.#write('open');
    return super.open(record);
  }
  override commit(batch: readonly JournalFrame[]): void | Promise<void> {
    this.#write('commit');
    return super.commit(batch);
  }
  override end(slot: Slot, end: RecordedEnd, trace?: Trace): void {
    this.#write('end');
    super.end(slot, end, trace);
  }
  override attempt(slots: readonly Slot[]): void {
    this.#write('attempt');
    super.attempt(slots);
  }
  override recovered(slots: readonly Slot[]): void {
    this.#write('recovered');
    super.recovered(slots);
  }
  probe(): void {
    this.#write('probe');
  }

  #write(kind: Write): void {
    if (this.failing <= 0 || (this.only !== undefined && this.only !== kind)) return;
    this.failing--;
    this.failed++;
    throw this.problem;
  }
}
