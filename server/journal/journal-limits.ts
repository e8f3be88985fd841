/** What bounds a journal: old matches are forgotten, and one that grows too large gives up what it can. */
import type { Log } from '../log.ts';
import type { MatchJournal } from './match-journal.ts';
import type { MatchJournals } from './match-journals.ts';
import type { Quota } from './quota.ts';
import type { Retention } from './retention.ts';
import type { JournalFrame, Slot } from './store.ts';
import type { Statements } from './statements.ts';

interface Limits {
  readonly maxMatchBytes: number;
  readonly log: Log;
}

/** Holds a journal to the `maxMatchBytes` of its store, to what its retention says, and to its quota. */
export class JournalLimits {
  readonly #limits: Limits;
  readonly #tables: Statements;
  readonly #open: MatchJournals;
  readonly #retention: Retention;
  readonly #quota: Quota;
  readonly #transact: (body: () => void) => void;
  /** Matches whose journal grew too large: they go on, and nothing more is written down. */
  readonly #givenUp = new Set<Slot>();

  constructor(
    limits: Limits,
    tables: Statements,
    open: MatchJournals,
    retention: Retention,
    quota: Quota,
    transact: (body: () => void) => void,
  ) {
    this.#limits = limits;
    this.#tables = tables;
    this.#open = open;
    this.#retention = retention;
    this.#quota = quota;
    this.#transact = transact;
  }

  /** Whether the match goes on without a journal. */
  hasGivenUp(slot: Slot): boolean {
    return this.#givenUp.has(slot);
  }

  /** Those of matches that have a journal. */
  keptOf(batch: readonly JournalFrame[]): readonly JournalFrame[] {
    return this.#givenUp.size === 0 ? batch : batch.filter(({ slot }) => !this.#givenUp.has(slot));
  }

  /** The match has ended; tells whether it went on without a journal. */
  ended(slot: Slot): boolean {
    return this.#givenUp.delete(slot);
  }

  /** After a commit with these folds; where it fails, the commit still counts, and it is tried again later. */
  tidy(folded: readonly MatchJournal[], now: number): void {
    try {
      for (const match of folded) if (match.segmentBytes > this.#limits.maxMatchBytes) this.#shrink(match, now);
      this.#retention.look();
      this.#quota.look();
    } catch (error) {
      this.#limits.log.error({ err: error }, 'journal cleanup failed');
    }
  }

  /** What is kept for the replay alone gives way first; without a checkpoint nothing may, and the match is given up. */
  #shrink(match: MatchJournal, now: number): void {
    const { slot, checkpointTick, lastTick } = match;
    const { log, maxMatchBytes } = this.#limits;
    let left = 0;
    this.#transact(() => {
      this.#tables.truncate(slot, checkpointTick);
      left = this.#tables.segmentBytesOf(slot);
      if (left <= maxMatchBytes) return;
      this.#tables.truncate(slot, lastTick);
      this.#tables.end(slot, { kind: 'voided', reason: 'its journal grew too large' }, now);
    });
    match.segmentBytes = left;
    if (left <= maxMatchBytes) {
      log.warn({ slot, maxMatchBytes }, 'match journal too large: replay given up');
      return;
    }
    this.#open.delete(slot);
    this.#givenUp.add(slot);
    log.error({ slot, maxMatchBytes }, 'match journal too large: match would not survive a crash');
  }
}
