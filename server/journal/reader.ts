/** Reads journals out of their database: for recovery, for replays, and for operators while a server writes. */
import type { DatabaseSync } from 'node:sqlite';
import { crc32, inflateRawSync } from 'node:zlib';
import { type Frame, readFrames, type RecordedEnd, type Recording } from '../../shared/runtime/host.ts';
import { fileIn, openToRead } from './database.ts';
import { framesAfter, withoutTokens } from './frames.ts';
import { damaged, problemOf } from './problems.ts';
import { unpackReplay } from './replay-file.ts';
import { isDamaged, readMatchRow, type DamagedMatch, type MatchRow } from './match-row.ts';
import { likelySlots, splitRow, type RowPart } from './rows.ts';
import type { Slot } from './store.ts';

/** One match in a journal, for a list of them. */
export interface MatchSummary {
  readonly matchId: string;
  /** The code of its room. */
  readonly room: string;
  readonly game: string;
  /** How far it has ticked. */
  readonly lastTick: number;
  /** Undefined while it goes on. */
  readonly end: RecordedEnd | undefined;
  /** How often it was brought back. */
  readonly recoveries: number;
  /** Its beginning had to be given up for room, so that it has no replay. */
  readonly cut: boolean;
  readonly createdAt: Date;
  readonly endedAt: Date | undefined;
}

type Columns = Record<string, unknown>;

/** One commit. */
export interface Commit {
  readonly seq: number;
  /** Undefined: it is damaged. */
  readonly parts: readonly RowPart[] | undefined;
  /** Whose it is, even if it is damaged; undefined: nobody knows. */
  readonly likely: readonly Slot[] | undefined;
}

/** Reads the tables of a journal; what one call gives is of one moment. `openReader` makes one for a data folder. */
export class JournalReader {
  readonly #database: DatabaseSync;
  readonly #file: string;

  constructor(database: DatabaseSync, file: string) {
    this.#database = database;
    this.#file = file;
  }

  /** All matches that are kept, the newest first. */
  matches(): MatchSummary[] {
    return this.#snapshot(() => {
      const rows = this.#matchRows('ORDER BY slot DESC');
      const tails = this.#tailTicks();
      return rows.map(({ slot, record, end, lastTick, recoveries, cut, createdAt, endedAt }) => ({
        matchId: record.start.matchId,
        room: record.room,
        game: record.start.game,
        lastTick: Math.max(lastTick, tails.get(slot) ?? 0),
        end,
        recoveries,
        cut: cut > 0,
        createdAt: new Date(createdAt),
        endedAt: endedAt === undefined ? undefined : new Date(endedAt),
      }));
    });
  }

  /** The latest match of this id as far as it has come, without its tokens; undefined where there is none, or not from its beginning. */
  async recording(matchId: string): Promise<Recording | undefined> {
    const found = this.#snapshot(() => {
      const match = this.#matchRows('WHERE match_id = ? ORDER BY slot DESC LIMIT 1', matchId)[0];
      if (match === undefined) return undefined;
      const file = this.file(match.slot);
      return file === undefined || file.length === 0 ? this.recordingOf(match) : file;
    });
    return found instanceof Uint8Array ? await this.#unpack(found) : found;
  }

  close(): void {
    this.#database.close();
  }

  /** Those that are open, as far as they can be read. */
  open(): MatchRow[] {
    return this.#snapshot(() => this.#matchRows('WHERE end IS NULL ORDER BY slot'));
  }

  /** Those that are open and cannot be read. */
  damagedMatches(): DamagedMatch[] {
    return this.#readRows('WHERE end IS NULL ORDER BY slot').filter(isDamaged);
  }

  /** Those whose end cannot be read. */
  damagedEnds(): DamagedMatch[] {
    const sql = `SELECT slot, room, match_id, end FROM matches WHERE end IS NOT NULL AND CASE WHEN json_valid(end)
      THEN COALESCE(json_extract(end, '$.kind'), '') NOT IN ('finished', 'failed', 'abandoned', 'voided') ELSE TRUE END`;
    return this.#all(sql).map((row) => ({
      slot: Number(row['slot']),
      room: String(row['room']),
      matchId: String(row['match_id']),
      why: `its end is ${String(row['end']).slice(0, 100)}`,
    }));
  }

  match(slot: Slot): MatchRow | undefined {
    return this.#snapshot(() => this.#matchRows('WHERE slot = ?', slot)[0]);
  }

  /** The latest ended match of this id. */
  ended(matchId: string): MatchRow | undefined {
    const where = 'WHERE match_id = ? AND end IS NOT NULL ORDER BY slot DESC LIMIT 1';
    return this.#snapshot(() => this.#matchRows(where, matchId)[0]);
  }

  /** The replay file that has been made of an ended match; an empty one where none can be made. */
  file(slot: Slot): Uint8Array | undefined {
    const row = this.#all('SELECT file FROM replays WHERE slot = ?', slot)[0];
    return row && (row['file'] as Uint8Array);
  }

  recordingOf({ slot, record, end, lastTick, folded, cut }: MatchRow): Recording | undefined {
    if (cut > 0) return undefined;
    return this.#snapshot(() => {
      const frames = [...this.segments(slot, 0)];
      let last = lastTick;
      for (const bytes of this.#tail(slot, folded)) {
        for (const frame of readFrames(bytes)) {
          frames.push(frame);
          last = Math.max(last, frame.tick);
        }
      }
      return { start: record.start, frames: withoutTokens(framesAfter(0, frames)), lastTick: last, end };
    });
  }

  /** What has been folded of a match, as far as it may have to do with ticks after this one. */
  segments(slot: Slot, afterTick: number): Frame[] {
    const sql = 'SELECT frames, crc FROM segments WHERE slot = ? AND to_tick > ? ORDER BY id';
    return this.#all(sql, slot, afterTick).flatMap(({ frames, crc }) => {
      const bytes = frames as Uint8Array;
      if (crc32(bytes) !== Number(crc)) throw damaged(this.#file, `match ${slot}`);
      return [...readFrames(inflateRawSync(bytes))];
    });
  }

  checkpoint(slot: Slot): { tick: number; bytes: Uint8Array } | undefined {
    const row = this.#all('SELECT tick, bytes, crc FROM checkpoints WHERE slot = ?', slot)[0];
    if (row === undefined) return undefined;
    const bytes = row['bytes'] as Uint8Array;
    if (crc32(bytes) !== Number(row['crc'])) throw damaged(this.#file, `match ${slot}`);
    return { tick: Number(row['tick']), bytes };
  }

  /** All commits after this one, each by itself. */
  *commits(after: number): Generator<Commit, void> {
    const statement = this.#database.prepare('SELECT seq, slots, frames, crc FROM rows WHERE seq > ? ORDER BY seq');
    statement.setReadBigInts(true);
    for (const { seq, slots, frames, crc } of statement.iterate(after)) {
      const row = { slots: slots as Uint8Array, frames: frames as Uint8Array, crc: Number(crc) };
      yield { seq: Number(seq), parts: splitRow(row), likely: likelySlots(row) };
    }
  }

  /** All commits after this one that are whole. @throws JournalProblem where one is not */
  *rows(after: number): Generator<{ seq: number; parts: readonly RowPart[] }, void> {
    for (const { seq, parts } of this.commits(after)) {
      if (parts === undefined) throw damaged(this.#file, `commit ${seq}`);
      yield { seq, parts };
    }
  }

  /** What was committed for a match and is not folded yet, a frame at a time. */
  *#tail(slot: Slot, folded: number): Generator<Uint8Array, void> {
    for (const { parts } of this.rows(folded)) {
      for (const part of parts) if (part.slot === slot) yield part.bytes;
    }
  }

  #tailTicks(): Map<Slot, number> {
    const ticks = new Map<Slot, number>();
    for (const { parts } of this.rows(0)) {
      for (const { slot, bytes } of parts) {
        for (const { tick } of readFrames(bytes)) ticks.set(slot, Math.max(ticks.get(slot) ?? 0, tick));
      }
    }
    return ticks;
  }

  #matchRows(rest: string, ...values: (string | number)[]): MatchRow[] {
    return this.#readRows(rest, ...values).filter((match): match is MatchRow => !isDamaged(match));
  }

  #readRows(rest: string, ...values: (string | number)[]): (MatchRow | DamagedMatch)[] {
    return this.#all(`SELECT * FROM matches ${rest}`, ...values).map(readMatchRow);
  }

  /** Whole numbers as bigints: one that is too large must not keep the others from being read. */
  #all(sql: string, ...values: (string | number)[]): Columns[] {
    const statement = this.#database.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all(...values);
  }

  async #unpack(file: Uint8Array): Promise<Recording> {
    try {
      return await unpackReplay(file);
    } catch (error) {
      throw problemOf(this.#file, error);
    }
  }

  /** All that `body` reads is of one moment, whatever a server writes meanwhile. */
  #snapshot<T>(body: () => T): T {
    const outer = this.#database.isTransaction;
    try {
      if (!outer) this.#database.exec('BEGIN');
      return body();
    } catch (error) {
      throw problemOf(this.#file, error);
    } finally {
      if (!outer && this.#database.isTransaction) this.#database.exec('ROLLBACK');
    }
  }
}

/**
 * Opens the journal in a data folder for reading, also while a server writes to it.
 *
 * ```ts
 * const journal = openReader('data');
 * for (const { matchId, game } of journal.matches()) console.log(matchId, game);
 * const recording = await journal.recording('ABCDE-x7k2m9q4pz');
 * journal.close();
 * ```
 *
 * @throws JournalProblem where there is no journal, or it cannot be read
 */
export function openReader(folder: string): JournalReader {
  return new JournalReader(openToRead(folder), fileIn(folder));
}
