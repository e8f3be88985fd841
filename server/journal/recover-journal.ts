/** Opens what the last store left: open matches, the count of days, and what was lost meanwhile. */
import { randomBytes } from 'node:crypto';
import type { Log } from '../log.ts';
import type { JournalLimits } from './journal-limits.ts';
import { endDamaged, type Loaded } from './load.ts';
import type { Loss } from './losses.ts';
import type { MatchJournals } from './match-journals.ts';
import { lossesSince, CommitWatermark } from './commit-watermark.ts';
import type { JournalReader } from './reader.ts';
import type { Retention } from './retention.ts';
import type { Slot } from './store.ts';
import type { Statements } from './statements.ts';

export interface RecoverJournalParts {
  readonly folder: string;
  readonly log: Log;
  readonly tables: Statements;
  readonly reader: JournalReader;
  readonly open: MatchJournals;
  readonly retention: Retention;
  readonly bounds: JournalLimits;
  readonly transact: (body: () => void) => void;
  /** The last commit. */
  readonly seq: number;
  readonly nowMs: number;
  readonly uptimeMs: number;
}

export interface RecoveredJournal {
  /** Matches that are recovered from before their last ticks. */
  readonly lost: ReadonlyMap<Slot, Loss>;
  readonly progress: CommitWatermark;
}

/** The key of the id of this database. */
const JOURNAL_ID = 'journal';

export function recoverJournal(parts: RecoverJournalParts): RecoveredJournal {
  const { folder, log, tables, reader, open, retention, bounds, transact, seq, nowMs, uptimeMs } = parts;
  const knownId = tables.note(JOURNAL_ID);
  const journalId = knownId ?? randomBytes(12).toString('hex');
  let loaded: Loaded | undefined;
  transact(() => {
    if (knownId === undefined) tables.setNote(JOURNAL_ID, journalId);
    retention.load();
    loaded = open.load(reader, seq, uptimeMs);
    endDamaged(loaded, { reader, tables, log, now: nowMs });
  });
  bounds.tidy([], nowMs);
  const mark = { folder, log, journalId, isNew: knownId === undefined };
  const kept = { seq, open: (slot: Slot) => open.get(slot), matchIdOf: (slot: Slot) => tables.matchIdOf(slot) };
  const lost = lossesSince(mark, loaded?.cut ?? [], kept);
  return { lost, progress: new CommitWatermark(mark, open.all(), seq) };
}
