/** Writes beside the database how far each open match was committed, and finds out what was lost when a store opens. */
import type { Log } from '../log.ts';
import { findLosses, logLosses, type Kept, type Loss } from './losses.ts';
import type { MatchJournal } from './match-journal.ts';
import type { Slot } from './store.ts';
import { readWatermark, Watermark } from './watermark.ts';

export interface CommitWatermarkParts {
  readonly folder: string;
  /** Tells this database from earlier ones in the folder. */
  readonly journalId: string;
  /** It was created, or got its id, just now. */
  readonly isNew: boolean;
  readonly log: Log;
}

/** Keeps a store's watermark. Where it cannot be written, only a warning is missing. */
export class CommitWatermark {
  readonly #log: Log;
  readonly #watermark: Watermark | undefined;
  #isFailing = false;

  /** Replaces the last store's watermark, so `lossesSince` comes before. */
  constructor({ folder, journalId, log }: CommitWatermarkParts, open: Iterable<MatchJournal>, seq: number) {
    this.#log = log;
    try {
      this.#watermark = new Watermark(folder, journalId);
    } catch (error) {
      this.#failed(error);
    }
    for (const match of open) this.#set(match, seq);
    this.#write();
  }

  opened(match: MatchJournal, seq: number): void {
    this.#set(match, seq);
    this.#write();
  }

  committed(matches: readonly MatchJournal[], seq: number): void {
    for (const match of matches) this.#set(match, seq);
    this.#write();
  }

  ended(slot: Slot): void {
    this.#watermark?.delete(slot);
    this.#write();
  }

  close(): void {
    this.#watermark?.close();
  }

  #set({ slot, matchId, lastTick: tick }: MatchJournal, seq: number): void {
    this.#watermark?.set({ slot, matchId, tick, seq });
  }

  #write(): void {
    try {
      this.#watermark?.write();
      this.#isFailing = false;
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    if (!this.#isFailing) this.#log.warn({ err: error }, 'watermark not written: a loss might go unnoticed');
    this.#isFailing = true;
  }
}

/** What was lost since the last store wrote its watermark, beside what is known already. All of it is logged. */
export function lossesSince(
  { folder, journalId, isNew, log }: CommitWatermarkParts,
  known: readonly Loss[],
  kept: Kept,
): ReadonlyMap<Slot, Loss> {
  const { truncated: cut, gone } = findLosses(readWatermark(folder, isNew ? undefined : journalId), kept);
  const bySlot = new Map(known.map((loss) => [loss.slot, loss]));
  for (const loss of cut) {
    const { lastTick, wasAt } = bySlot.get(loss.slot) ?? loss;
    bySlot.set(loss.slot, { ...loss, lastTick, wasAt: Math.max(wasAt, loss.wasAt) });
  }
  logLosses(log, { truncated: [...bySlot.values()], gone }, (slot) => ({ match: kept.open(slot)?.matchId }));
  return bySlot;
}
