/** A store's writes, as prepared statements. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { ByteWriter, type RecordedEnd, writeValue } from '../../shared/runtime/host.ts';
import { FORGET_RESULTS } from '../store/data-tables.ts';
import type { Segment } from './match-journal.ts';
import type { Row } from './rows.ts';
import type { MatchRecord, Slot } from './store.ts';

/** No server commits this often: it is damage. */
const IMPOSSIBLE = 2 ** 50;

/** Writes the tables of a journal. Changes that belong together go into one `transact`. */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  readonly #row: StatementSync;
  /** Today, by the count of the store. */
  today = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#row = database.prepare('INSERT INTO rows (seq, slots, frames, crc) VALUES (?, ?, ?, ?)');
  }

  /** Writes all that `body` does, or nothing of it. */
  transact(body: () => void): void {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      body();
      this.#database.exec('COMMIT');
    } finally {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    }
  }

  addRow(seq: number, { slots, frames, crc }: Row): void {
    this.#row.run(seq, slots, frames, crc);
  }

  /** No match needs any of them any more. */
  dropAllRows(): void {
    this.#run('DELETE FROM rows');
  }

  dropRowsBefore(seq: number): void {
    this.#run('DELETE FROM rows WHERE seq < ?', seq);
  }

  addMatch(record: MatchRecord, seq: number, nowMs: number): Slot {
    const writer = new ByteWriter();
    writeValue(writer, record);
    const bytes = writer.take();
    const { lastInsertRowid } = this.#run(
      'INSERT INTO matches (match_id, room, game, record, record_crc, folded, active, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      record.start.matchId,
      record.room,
      record.start.game,
      bytes,
      crc32(bytes),
      seq,
      seq,
      nowMs,
    );
    return Number(lastInsertRowid);
  }

  addSegment(slot: Slot, { toTick, frames, crc }: Segment): void {
    const sql = 'INSERT INTO segments (slot, to_tick, frames, crc) VALUES (?, ?, ?, ?)';
    this.#run(sql, slot, toTick, frames, crc);
  }

  /** The size of the segments of open matches. */
  segmentBytes(): Map<Slot, number> {
    const sql =
      'SELECT slot, SUM(LENGTH(frames)) AS bytes FROM segments JOIN matches USING (slot) WHERE end IS NULL GROUP BY slot';
    return new Map(this.#get(sql).map(({ slot, bytes }) => [Number(slot), Number(bytes)]));
  }

  /** The last tick in the segments of open matches. */
  segmentTicks(): Map<Slot, number> {
    const sql =
      'SELECT slot, MAX(to_tick) AS tick FROM segments JOIN matches USING (slot) WHERE end IS NULL GROUP BY slot';
    return new Map(this.#get(sql).map(({ slot, tick }) => [Number(slot), Number(tick)]));
  }

  segmentBytesOf(slot: Slot): number {
    return Number(this.#get('SELECT TOTAL(LENGTH(frames)) AS bytes FROM segments WHERE slot = ?', slot)[0]?.['bytes']);
  }

  compacted(slot: Slot, seq: number, lastTick: number, active: number): void {
    this.#run('UPDATE matches SET folded = ?, last_tick = ?, active = ? WHERE slot = ?', seq, lastTick, active, slot);
  }

  /** The match is not complete any more: ticks up to this one were deleted. */
  truncate(slot: Slot, tick: number): void {
    this.#run('DELETE FROM segments WHERE slot = ? AND to_tick <= ?', slot, tick);
    this.#run('UPDATE matches SET cut = MAX(cut, ?) WHERE slot = ?', tick, slot);
  }

  setCheckpoint(slot: Slot, tick: number, bytes: Uint8Array): void {
    const sql = 'INSERT OR REPLACE INTO checkpoints (slot, tick, bytes, crc) VALUES (?, ?, ?, ?)';
    this.#run(sql, slot, tick, bytes, crc32(bytes));
  }

  /** The tick of its last checkpoint; 0: it has none. */
  checkpointTick(slot: Slot): number {
    return Number(this.#get('SELECT tick FROM checkpoints WHERE slot = ?', slot)[0]?.['tick'] ?? 0);
  }

  /** The match that has this slot, or had it. */
  matchIdOf(slot: Slot): string | undefined {
    const id = this.#get('SELECT match_id FROM matches WHERE slot = ?', slot)[0]?.['match_id'];
    return typeof id === 'string' ? id : undefined;
  }

  end(slot: Slot | bigint, end: RecordedEnd, nowMs: number): void {
    const sql = 'UPDATE matches SET end = ?, ended_at = ?, ended_day = ? WHERE slot = ?';
    this.#run(sql, JSON.stringify(end), nowMs, this.today, slot);
    this.#run('DELETE FROM checkpoints WHERE slot = ?', slot);
    this.#run(FORGET_RESULTS, slot);
  }

  attempted(slot: Slot): void {
    this.#run('UPDATE matches SET attempts = attempts + 1 WHERE slot = ?', slot);
  }

  recovered(slot: Slot): void {
    this.#run('UPDATE matches SET attempts = 0, recoveries = recoveries + 1 WHERE slot = ?', slot);
  }

  /** Replaces the segments of an ended match by its replay file; an empty one means that it cannot have any. */
  keepReplay(slot: Slot, file: Uint8Array): void {
    // It may have been deleted meanwhile.
    const sql = 'INSERT OR REPLACE INTO replays (slot, file) SELECT slot, ? FROM matches WHERE slot = ?';
    this.#run(sql, file, slot);
    if (file.length > 0) this.#run('DELETE FROM segments WHERE slot = ?', slot);
  }

  /** Ended matches without a replay file. */
  withoutReplay(): Slot[] {
    const sql = 'SELECT slot FROM matches WHERE end IS NOT NULL AND cut = 0 AND slot NOT IN (SELECT slot FROM replays)';
    return this.#get(sql).map(({ slot }) => Number(slot));
  }

  /** Gives ended matches a day that have none, or one in the future. */
  dateEnded(): void {
    const sql = 'UPDATE matches SET ended_day = ? WHERE end IS NOT NULL AND (ended_day IS NULL OR ended_day > ?)';
    this.#run(sql, this.today, this.today);
  }

  endedMatches(): number {
    return Number(this.#get('SELECT COUNT(*) AS n FROM matches WHERE end IS NOT NULL')[0]?.['n']);
  }

  /** Matches that ended on this day or before. */
  oldMatches(day: number): number {
    const sql = 'SELECT COUNT(*) AS n FROM matches WHERE end IS NOT NULL AND ended_day <= ?';
    return Number(this.#get(sql, day)[0]?.['n']);
  }

  /** Deletes matches that ended on this day or before, the oldest first. Returns how many. */
  dropOld(day: number, count: number): number {
    const sql = 'SELECT slot FROM matches WHERE end IS NOT NULL AND ended_day <= ? ORDER BY ended_day, slot LIMIT ?';
    const old = this.#get(sql, day, count);
    for (const { slot } of old) {
      for (const table of ['segments', 'replays', 'matches'])
        this.#run(`DELETE FROM ${table} WHERE slot = ?`, typeof slot === 'bigint' ? slot : Number(slot));
    }
    return old.length;
  }

  /** Bytes in use. Deleted pages are reused before the file grows. */
  usedBytes(): number {
    const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map((name) =>
      Number(this.#get(`PRAGMA ${name}`)[0]?.[name]),
    );
    return (pages! - free!) * size!;
  }

  /** Deletes a match. */
  forget(slot: Slot): void {
    this.#run(FORGET_RESULTS, slot);
    for (const table of ['segments', 'checkpoints', 'matches']) this.#run(`DELETE FROM ${table} WHERE slot = ?`, slot);
  }

  /** A value of the store itself. */
  note(name: string): string | undefined {
    const value = this.#prepare('SELECT value FROM notes WHERE name = ?').get(name)?.['value'];
    return typeof value === 'string' ? value : undefined;
  }

  setNote(name: string, value: string): void {
    this.#run('INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)', name, value);
  }

  /** Writes something without a meaning, to see whether that works. */
  probe(): void {
    this.setNote('probe', this.note('probe') === '0' ? '1' : '0');
  }

  /** The highest commit that there ever was. */
  lastSeq(): number {
    const sql = `SELECT MAX(COALESCE((SELECT MAX(seq) FROM rows WHERE seq < ${IMPOSSIBLE}), 0),
      COALESCE((SELECT MAX(folded) FROM matches WHERE folded < ${IMPOSSIBLE}), 0)) AS seq`;
    return Number(this.#get(sql)[0]?.['seq']);
  }

  #run(sql: string, ...values: (string | number | bigint | Uint8Array)[]): { lastInsertRowid: number | bigint } {
    return this.#prepare(sql).run(...values);
  }

  #get(sql: string, ...values: number[]): Record<string, unknown>[] {
    return this.#prepare(sql).all(...values);
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      this.#prepared.set(sql, (statement = this.#database.prepare(sql)));
      // One number that is too large must not keep others from being read.
      statement.setReadBigInts(true);
    }
    return statement;
  }
}
