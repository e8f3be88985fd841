/** Keeps a journal within its limits: deletes old matches, and what is too large. */
import type { Log } from '../log.ts';
import type { MatchJournal } from './match-journal.ts';
import type { MatchJournals } from './match-journals.ts';
import type { Quota } from './quota.ts';
import type { Retention } from './retention.ts';
import type { JournalFrame, Slot } from './store.ts';
import type { Statements } from './statements.ts';

export interface JournalLimitsParts {
  readonly maxMatchBytes: number;
  readonly log: Log;
  readonly tables: Statements;
  readonly open: MatchJournals;
  readonly retention: Retention;
  readonly quota: Quota;
  readonly transact: (body: () => void) => void;
}

/** Applies `maxMatchBytes` of the store, its retention and its quota. */
export class JournalLimits {
  readonly #parts: JournalLimitsParts;
  /** Matches whose journal grew too large: they go on without one. */
  readonly #givenUp = new Set<Slot>();

  constructor(parts: JournalLimitsParts) {
    this.#parts = parts;
  }

  /** The match goes on without a journal. */
  hasGivenUp(slot: Slot): boolean {
    return this.#givenUp.has(slot);
  }

  /** Frames of matches that have a journal. */
  keptOf(batch: readonly JournalFrame[]): readonly JournalFrame[] {
    return this.#givenUp.size === 0 ? batch : batch.filter(({ slot }) => !this.#givenUp.has(slot));
  }

  /** The match has ended. True: it went on without a journal. */
  ended(slot: Slot): boolean {
    return this.#givenUp.delete(slot);
  }

  /** After a commit that compacted these. An error does not undo the commit, and the work is retried later. */
  tidy(folded: readonly MatchJournal[], now: number): void {
    const { maxMatchBytes, log, retention, quota } = this.#parts;
    try {
      for (const match of folded) if (match.segmentBytes > maxMatchBytes) this.#shrink(match, now);
      retention.look();
      quota.look();
    } catch (error) {
      log.error({ err: error }, 'journal cleanup failed');
    }
  }

  /** First deletes what only the replay needs. Without a checkpoint that is nothing, and the journal is given up. */
  #shrink(match: MatchJournal, now: number): void {
    const { slot, checkpointTick, lastTick } = match;
    const { maxMatchBytes, log, tables, open, transact } = this.#parts;
    let left = 0;
    transact(() => {
      tables.truncate(slot, checkpointTick);
      left = tables.segmentBytesOf(slot);
      if (left <= maxMatchBytes) return;
      tables.truncate(slot, lastTick);
      tables.end(slot, { kind: 'voided', reason: 'its journal grew too large' }, now);
    });
    match.segmentBytes = left;
    if (left <= maxMatchBytes) {
      log.warn({ slot, maxMatchBytes }, 'match journal too large: replay given up');
      return;
    }
    open.delete(slot);
    this.#givenUp.add(slot);
    log.error({ slot, maxMatchBytes }, 'match journal too large: match would not survive a crash');
  }
}
