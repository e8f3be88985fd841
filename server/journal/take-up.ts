/** A store takes up what the last one left: open matches, the count of days, and what was lost meanwhile. */
import { randomBytes } from 'node:crypto';
import type { Log } from '../log.ts';
import type { Bounds } from './bounds.ts';
import { endDamaged, type Loaded } from './load.ts';
import type { Loss } from './losses.ts';
import type { OpenMatches } from './open-matches.ts';
import { lossesSince, Progress } from './progress.ts';
import type { JournalReader } from './reader.ts';
import type { Retention } from './retention.ts';
import type { Slot } from './store.ts';
import type { Tables } from './tables.ts';

export interface TakeUpParts {
  readonly folder: string;
  readonly log: Log;
  readonly tables: Tables;
  readonly reader: JournalReader;
  readonly open: OpenMatches;
  readonly retention: Retention;
  readonly bounds: Bounds;
  readonly transact: (body: () => void) => void;
  /** The last commit. */
  readonly seq: number;
  readonly nowMs: number;
  readonly uptimeMs: number;
}

export interface TakenUp {
  /** Matches that come back from before their last moments. */
  readonly lost: ReadonlyMap<Slot, Loss>;
  readonly progress: Progress;
}

/** Where the database keeps what tells it from others. */
const JOURNAL_ID = 'journal';

export function takeUp(parts: TakeUpParts): TakenUp {
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
  return { lost, progress: new Progress(mark, open.all(), seq) };
}
