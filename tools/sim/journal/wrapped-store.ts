/** A store around another one, for tests that step in between. */
import type {
  EndedMatch,
  JournalFrame,
  JournalStore,
  MatchRecord,
  Slot,
  UnfinishedMatch,
} from '../../../server/journal/store.ts';
import type { Frame, RecordedEnd, Recording, Trace } from '../../../shared/runtime/host.ts';

export class WrappedStore implements JournalStore {
  protected readonly inner: JournalStore;

  constructor(inner: JournalStore) {
    this.inner = inner;
  }

  open(record: MatchRecord): Slot {
    return this.inner.open(record);
  }
  commit(batch: readonly JournalFrame[]): void | Promise<void> {
    return this.inner.commit(batch);
  }
  checkpoint(slot: Slot, tick: number, bytes: Uint8Array): void {
    this.inner.checkpoint(slot, tick, bytes);
  }
  end(slot: Slot, end: RecordedEnd, trace?: Trace): void {
    this.inner.end(slot, end, trace);
  }
  unfinished(): readonly UnfinishedMatch[] {
    return this.inner.unfinished();
  }
  frames(slot: Slot, afterTick: number): readonly Frame[] {
    return this.inner.frames(slot, afterTick);
  }
  attempt(slots: readonly Slot[]): void {
    this.inner.attempt(slots);
  }
  recovered(slots: readonly Slot[]): void {
    this.inner.recovered(slots);
  }
  replay(matchId: string): Promise<Uint8Array | undefined> {
    return this.inner.replay(matchId);
  }
  ended(matchId: string): EndedMatch | undefined {
    return this.inner.ended(matchId);
  }
  recording(matchId: string): Promise<Recording | undefined> {
    return this.inner.recording(matchId);
  }
  close(): Promise<void> {
    return this.inner.close();
  }
}
