/** Writes down beside the database how far each open match was committed, and what was lost of it when a store opens. */
import type { Log } from '../log.ts';
import { lossesOf, tellLosses, type Kept, type Loss } from './losses.ts';
import type { OpenMatch } from './open-match.ts';
import type { Slot } from './store.ts';
import { readMarks, Watermark } from './watermark.ts';

export interface ProgressParts {
  readonly folder: string;
  /** Tells this database from others that were in the folder before. */
  readonly journalId: string;
  /** It was made, or numbered, just now. */
  readonly isNew: boolean;
  readonly log: Log;
}

/** Looks after the watermark of a store: where it cannot be written, nothing but a warning is missing. */
export class Progress {
  readonly #log: Log;
  readonly #mark: Watermark | undefined;
  #isFailing = false;

  /** Takes the place of what the last store wrote: `lossesSince` comes before. */
  constructor({ folder, journalId, log }: ProgressParts, open: Iterable<OpenMatch>, seq: number) {
    this.#log = log;
    try {
      this.#mark = new Watermark(folder, journalId);
    } catch (error) {
      this.#failed(error);
    }
    for (const match of open) this.#set(match, seq);
    this.#write();
  }

  opened(match: OpenMatch, seq: number): void {
    this.#set(match, seq);
    this.#write();
  }

  committed(matches: readonly OpenMatch[], seq: number): void {
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

  #set({ slot, matchId, lastTick: tick }: OpenMatch, seq: number): void {
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
    if (!this.#isFailing) this.#log.warn({ err: error }, 'the watermark cannot be written: a loss might go unnoticed');
    this.#isFailing = true;
  }
}

/** What was lost since the last store wrote its watermark, beside what is known already; the operator is told of all. */
export function lossesSince(
  { folder, journalId, isNew, log }: ProgressParts,
  known: readonly Loss[],
  kept: Kept,
): ReadonlyMap<Slot, Loss> {
  const { cut, gone } = lossesOf(readMarks(folder, isNew ? undefined : journalId), kept);
  const bySlot = new Map(known.map((loss) => [loss.slot, loss]));
  for (const loss of cut) {
    const { lastTick, wasAt } = bySlot.get(loss.slot) ?? loss;
    bySlot.set(loss.slot, { ...loss, lastTick, wasAt: Math.max(wasAt, loss.wasAt) });
  }
  tellLosses(log, { cut: [...bySlot.values()], gone }, (slot) => ({ match: kept.open(slot)?.matchId }));
  return bySlot;
}
