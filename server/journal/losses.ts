/** What a journal has lost of its matches since it was committed, by the watermark. */
import type { Log } from '../log.ts';
import type { MatchJournal } from './match-journal.ts';
import type { Slot } from './store.ts';
import { watermarkId, type WatermarkEntry } from './watermark.ts';

/** A match that goes on from before its last ticks. */
export interface Loss {
  readonly slot: Slot;
  /** The last tick in the journal. */
  readonly lastTick: number;
  /** The tick that it had reached. */
  readonly wasAt: number;
}

/** What a journal has, for the comparison. */
export interface Kept {
  /** The last commit. */
  readonly seq: number;
  readonly open: (slot: Slot) => MatchJournal | undefined;
  /** The match that has this slot, or had it. */
  readonly matchIdOf: (slot: Slot) => string | undefined;
}

export interface Losses {
  readonly truncated: readonly Loss[];
  /** Matches that are lost completely. */
  readonly gone: readonly WatermarkEntry[];
}

/** Compares a journal with its watermark. */
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

export function logLosses(log: Log, { truncated: cut, gone }: Losses, nameOf: (slot: Slot) => object): void {
  for (const { slot, lastTick, wasAt } of cut)
    log.error({ slot, ...nameOf(slot), lastTick, wasAt }, 'match lost its last ticks: journal was truncated');
  for (const { slot, matchId, tick } of gone)
    log.error(
      { slot, room: matchId.split('-')[0], match: matchId, wasAt: tick },
      'match lost: journal has nothing of it',
    );
}
