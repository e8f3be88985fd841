/** Reads what a journal has of its open matches. What cannot be read costs the matches that it is of, and no other. */
import { type Frame, readFrames } from '../../shared/runtime/host.ts';
import type { Log } from '../log.ts';
import type { Loss } from './losses.ts';
import type { DamagedMatch, MatchRow } from './match-row.ts';
import type { MatchJournal } from './match-journal.ts';
import type { JournalReader } from './reader.ts';
import type { Slot } from './store.ts';
import type { Statements } from './statements.ts';

export interface Loaded {
  /** They cannot come back. */
  readonly damaged: readonly DamagedMatch[];
  /** They come back as they were before what is damaged. */
  readonly cut: readonly Loss[];
}

/** Something happens in every second of a match: a journal that knows nothing of so many ticks does not end there. */
const LEAP_TICKS = 500_000;
/** A match that has ticked so long has something in its journal. */
const SILENT_TICKS = 1_000;

interface Ending {
  readonly reader: JournalReader;
  readonly tables: Statements;
  readonly log: Log;
  readonly now: number;
}

interface Loading {
  readonly row: MatchRow;
  readonly match: MatchJournal;
  /** How far it had come, once a commit of it cannot be read. */
  wasAt: number | undefined;
}

export function loadMatches(reader: JournalReader, tables: Statements, add: (row: MatchRow) => MatchJournal): Loaded {
  const bytes = tables.segmentBytes();
  const ticks = tables.segmentTicks();
  const loading = new Map<Slot, Loading>();
  for (const row of reader.open()) {
    const match = add(row);
    match.lastTick = row.lastTick;
    match.untouched = false;
    match.segmentBytes = bytes.get(row.slot) ?? 0;
    match.checkpointTick = Math.min(tables.checkpointTick(row.slot), row.lastTick);
    loading.set(row.slot, { row, match, wasAt: undefined });
  }
  const lastCommit = loadCommits(reader, loading);

  const damaged = reader.damagedMatches();
  const cut: Loss[] = [];
  for (const each of loading.values()) {
    const { slot, record } = each.row;
    const why = whyUnlikely(each, ticks.get(slot), lastCommit);
    if (why !== undefined) damaged.push({ slot, room: record.room, matchId: record.start.matchId, why });
    else if (each.wasAt !== undefined)
      cut.push({ slot, lastTick: each.match.lastTick, wasAt: Math.max(each.wasAt, each.match.lastTick) });
  }
  return { damaged, cut };
}

/** Those that cannot be read end here, so that it is told once. */
export function endDamaged({ damaged }: Loaded, { reader, tables, log, now }: Ending): void {
  for (const { slot, room, matchId: match, why } of damaged) {
    log.error(
      { slot: String(slot), room, match, why },
      'what the journal has of a match is damaged: it does not come back',
    );
    tables.end(slot, { kind: 'voided', reason: `its journal is damaged: ${why}` }, now);
  }
  for (const { slot, room, matchId: match, why } of reader.damagedEnds()) {
    log.error({ slot, room, match, why }, 'how a match has ended is damaged');
    tables.end(slot, { kind: 'voided', reason: 'its end was damaged' }, now);
  }
}

/** Gives the number of the last commit; undefined where there is none. */
function loadCommits(reader: JournalReader, loading: ReadonlyMap<Slot, Loading>): number | undefined {
  let last: number | undefined;
  for (const { seq, parts, likely } of reader.commits(0)) {
    if (!Number.isSafeInteger(seq)) continue;
    // They are numbered one after the other: one is missing, and nobody knows whose it was.
    if (last !== undefined && seq !== last + 1) breakOff(loading.values(), seq - 1);
    last = seq;
    if (parts === undefined) breakOff(likely === undefined ? loading.values() : chosen(loading, likely), seq);
    for (const { slot, bytes } of parts ?? []) {
      const each = loading.get(slot);
      if (each === undefined || seq <= each.row.folded) continue;
      const { match } = each;
      const frames = framesOf(bytes, match.lastTick);
      if (frames === undefined) each.wasAt ??= match.lastTick;
      else if (each.wasAt !== undefined) each.wasAt = Math.max(each.wasAt, ...frames.map(({ tick }) => tick));
      else for (const frame of frames) match.committed(seq, frame, bytes);
    }
  }
  return last;
}

/** After this commit nothing of these is taken: what comes before it is missing, unless they had it in their segments. */
function breakOff(all: Iterable<Loading>, seq: number): void {
  for (const each of all) if (each.row.folded < seq) each.wasAt ??= each.match.lastTick;
}

function chosen(loading: ReadonlyMap<Slot, Loading>, slots: readonly Slot[]): Loading[] {
  return slots.flatMap((slot) => loading.get(slot) ?? []);
}

/** Undefined where they cannot be read. */
function framesOf(bytes: Uint8Array, lastTick: number): readonly Frame[] | undefined {
  try {
    const frames = [...readFrames(bytes)];
    return frames.some(({ tick }) => tick > lastTick + LEAP_TICKS) ? undefined : frames;
  } catch {
    return undefined;
  }
}

/** Why what the tables have of a match cannot be; undefined: it can. */
function whyUnlikely(
  { row, match }: Loading,
  segmentTick: number | undefined,
  lastCommit = Infinity,
): string | undefined {
  const { folded, lastTick, cut } = row;
  if (folded > lastCommit) return `its folded is ${folded}, and the last commit is ${lastCommit}`;
  const known = Math.max(segmentTick ?? 0, match.checkpointTick, cut);
  if (lastTick > known + LEAP_TICKS) return `its last_tick is ${lastTick}, and its journal ends at ${known}`;
  const isSilent = segmentTick === undefined && match.checkpointTick === 0 && cut === 0 && match.first === undefined;
  return isSilent && lastTick > SILENT_TICKS ? 'there is nothing of its journal' : undefined;
}
