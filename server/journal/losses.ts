/** What a journal has lost of its matches since they were committed, as far as anybody knows. */
import type { Log } from '../log.ts';
import type { MatchJournal } from './match-journal.ts';
import type { Slot } from './store.ts';
import { watermarkId, type WatermarkEntry } from './watermark.ts';

/** A match goes on from before its last moments. */
export interface Loss {
  readonly slot: Slot;
  /** The last tick that the journal has. */
  readonly lastTick: number;
  /** How far it had come. */
  readonly wasAt: number;
}

/** What a journal has, to be compared with its watermark. */
export interface Kept {
  /** The last commit. */
  readonly seq: number;
  readonly open: (slot: Slot) => MatchJournal | undefined;
  /** The match that ever had this slot. */
  readonly matchIdOf: (slot: Slot) => string | undefined;
}

export interface Losses {
  readonly truncated: readonly Loss[];
  /** Matches of which nothing is left. */
  readonly gone: readonly WatermarkEntry[];
}

/** Compares a journal with what its watermark says. */
export function findLosses(marks: readonly WatermarkEntry[], { seq, open, matchIdOf }: Kept): Losses {
  const cut: Loss[] = [];
  const gone: WatermarkEntry[] = [];
  for (const mark of marks) {
    const { slot, matchId, tick } = mark;
    const found = open(slot);
    if (found !== undefined && watermarkId(found.matchId) === matchId) {
      const { lastTick } = found;
      if (mark.seq > seq || tick > lastTick) cut.push({ slot, lastTick, wasAt: Math.max(tick, lastTick) });
    } else if (watermarkId(matchIdOf(slot) ?? '') !== matchId) gone.push(mark);
  }
  return { truncated: cut, gone };
}

/** Tells the operator. */
export function logLosses(log: Log, { truncated: cut, gone }: Losses, nameOf: (slot: Slot) => object): void {
  for (const { slot, lastTick, wasAt } of cut)
    log.error({ slot, ...nameOf(slot), lastTick, wasAt }, 'match lost its last ticks: journal was truncated');
  for (const { slot, matchId, tick } of gone)
    log.error(
      { slot, room: matchId.split('-')[0], match: matchId, wasAt: tick },
      'match lost: journal has nothing of it',
    );
}
