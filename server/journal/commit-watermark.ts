/** Writes down beside the database how far each open match was committed, and what was lost of it when a store opens. */
import type { Log } from '../log.ts';
import { findLosses, logLosses, type Kept, type Loss } from './losses.ts';
import type { MatchJournal } from './match-journal.ts';
import type { Slot } from './store.ts';
import { readWatermark, Watermark } from './watermark.ts';

export interface CommitWatermarkParts {
  readonly folder: string;
  /** Tells this database from others that were in the folder before. */
  readonly journalId: string;
  /** It was made, or numbered, just now. */
  readonly isNew: boolean;
  readonly log: Log;
}

/** Looks after the watermark of a store: where it cannot be written, nothing but a warning is missing. */
export class CommitWatermark {
  readonly #log: Log;
  readonly #mark: Watermark | undefined;
  #isFailing = false;

  /** Takes the place of what the last store wrote: `lossesSince` comes before. */
  constructor({ folder, journalId, log }: CommitWatermarkParts, open: Iterable<MatchJournal>, seq: number) {
    this.#log = log;
    try {
      this.#mark = new Watermark(folder, journalId);
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
    this.#mark?.delete(slot);
    this.#write();
  }

  close(): void {
    this.#mark?.close();
  }

  #set({ slot, matchId, lastTick: tick }: MatchJournal, seq: number): void {
    this.#mark?.set({ slot, matchId, tick, seq });
  }

  #write(): void {
    try {
      this.#mark?.write();
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

/** What was lost since the last store wrote its watermark, beside what is known already; the operator is told of all. */
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
