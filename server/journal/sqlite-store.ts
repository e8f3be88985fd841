/** The store of a real server: one SQLite database in the data folder. */
import type { DatabaseSync } from 'node:sqlite';
import { type Frame, readFrames, type RecordedEnd, type Recording, type Trace } from '../../shared/runtime/host.ts';
import { JournalLimits } from './journal-limits.ts';
import { fileIn, makeFolder, openDatabase } from './database.ts';
import { framesAfter } from './frames.ts';
import { lockFolder, type FolderLock } from './lock.ts';
import { SqliteDataBackend } from '../store/sqlite-data-backend.ts';
import type { MatchJournal } from './match-journal.ts';
import { WalLimit } from './wal-limit.ts';
import type { Loss } from './losses.ts';
import { COMPACT_MS, MatchJournals } from './match-journals.ts';
import { FileWatch } from './file-watch.ts';
import { withRetry } from './retry.ts';
import { makeFolderPrivate } from './private-files.ts';
import { damaged, isLocked, asJournalProblem } from './problems.ts';
import type { CommitWatermark } from './commit-watermark.ts';
import { JournalReader } from './reader.ts';
import { Retention } from './retention.ts';
import { Quota } from './quota.ts';
import { RowWriter, type Row } from './rows.ts';
import {
  JournalProblem,
  type EndedMatch,
  type JournalFrame,
  type JournalStore,
  type MatchRecord,
  type Slot,
  type UnfinishedMatch,
} from './store.ts';
import type { SqliteStoreOptions } from './sqlite-store-options.ts';
import { MaintenanceThread } from './maintenance-thread.ts';
import { Statements } from './statements.ts';
import { recoverJournal } from './recover-journal.ts';
import { PendingEnds } from './pending-ends.ts';

export type { SqliteStoreOptions } from './sqlite-store-options.ts';

interface Parts extends Required<Omit<SqliteStoreOptions, 'waitMs'>> {
  readonly lock: FolderLock;
  readonly database: DatabaseSync;
}

/**
 * Keeps journals in `greenroom.db` of a data folder.
 *
 * A commit is one row. Every ten seconds the commits of a match are compacted into a segment, and rows that no match needs any more are deleted. When
 * a match ends, a thread makes its replay file, which replaces its segments.
 *
 * ```ts
 * const journal = await SqliteStore.open({ folder: 'data', level: 'process', log });
 * ```
 */
export class SqliteStore implements JournalStore {
  readonly folder: string;
  readonly gameData: SqliteDataBackend;
  readonly #parts: Parts;
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #tables: Statements;
  readonly #reader: JournalReader;
  readonly #maintenance: MaintenanceThread;
  readonly #presence: FileWatch;
  readonly #writer = new RowWriter();
  readonly #open: MatchJournals;
  readonly #bounds: JournalLimits;
  readonly #quota: Quota;
  readonly #progress: CommitWatermark;
  readonly #logBound: WalLimit;
  /** Matches that are recovered from before their last ticks. */
  readonly #lost: ReadonlyMap<Slot, Loss>;
  readonly #checkpoints = new Map<Slot, { tick: number; bytes: Uint8Array }>();
  readonly #ends: PendingEnds;
  #seq: number;
  #closing: Promise<void> | undefined;

  /** @throws JournalProblem where the folder cannot be used, with what to do about it */
  static async open(options: SqliteStoreOptions): Promise<SqliteStore> {
    const { keepDays = 30, maxMatchBytes = 256 * 2 ** 20, maxBytes = 10_000 * 2 ** 20, ...others } = options;
    const { waitMs = 10_000, now = Date.now, ...rest } = others;
    // With a wall clock that jumps back nothing would be due.
    const uptimeMs = options.uptimeMs ?? options.now ?? (() => performance.now());
    makeFolder(rest.folder);
    const lock = await lockFolder(rest.folder, waitMs, rest.log);
    makeFolderPrivate(rest.folder, rest.log);
    const open = (): SqliteStore => {
      const database = openDatabase(rest.folder, rest.level, rest.log);
      try {
        const parts = { ...rest, keepDays, maxMatchBytes, maxBytes, now, uptimeMs, lock, database };
        return asJournalProblem(fileIn(rest.folder), () => new SqliteStore(parts));
      } catch (error) {
        database.close();
        throw error;
      }
    };
    try {
      return await withRetry(open, { waitMs, log: rest.log, heals: isLocked });
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.folder = parts.folder;
    this.#database = parts.database;
    this.#file = fileIn(parts.folder);
    this.#tables = new Statements(parts.database);
    this.#reader = new JournalReader(parts.database, this.#file);
    this.#open = new MatchJournals(this.#tables);
    this.#ends = new PendingEnds({
      log: parts.log,
      write: (slot, end, trace) => {
        if (!this.#bounds.ended(slot)) this.#end(slot, end, trace);
      },
      written: (slots) => {
        // Once the store is closing, replays are made after the next start.
        if (this.#closing === undefined) for (const slot of slots) this.#archive(slot);
      },
    });
    const transact = (body: () => void): void => this.#transact(body);
    this.gameData = new SqliteDataBackend({ ...parts, transact, explain: (body) => this.#telling(body) });
    const retention = new Retention({ ...parts, tables: this.#tables, transact });
    this.#quota = new Quota({ ...parts, tables: this.#tables, transact });
    this.#seq = this.#tables.lastSeq();
    const [tables, reader, open, quota, seq] = [this.#tables, this.#reader, this.#open, this.#quota, this.#seq];
    const bounds = new JournalLimits({ ...parts, tables, open, retention, quota, transact });
    this.#bounds = bounds;
    const moment = { nowMs: parts.now(), uptimeMs: parts.uptimeMs() };
    const { folder, log } = parts;
    const takenUp = recoverJournal({ folder, log, tables, reader, open, retention, bounds, transact, seq, ...moment });
    this.#lost = takenUp.lost;
    this.#progress = takenUp.progress;
    this.#presence = new FileWatch(this.#file);
    this.#logBound = new WalLimit(parts.database, this.#file, log);
    const waiting = this.#tables.withoutReplay();
    this.#maintenance = new MaintenanceThread(parts.folder, parts.log, () => {
      if (this.#database.isOpen) this.#database.exec('PRAGMA wal_autocheckpoint = 1000');
    });
    for (const slot of waiting) this.#makeReplay(slot).catch(() => {});
  }

  open(record: MatchRecord): Slot {
    const now = this.#parts.uptimeMs();
    const slot = this.#telling(() => {
      this.#presence.check(now);
      this.#quota.check();
      return this.#tables.addMatch(record, this.#seq, this.#parts.now());
    });
    this.#progress.opened(this.#open.add(slot, record.start.matchId, this.#seq, now), this.#seq);
    return slot;
  }

  commit(batch: readonly JournalFrame[]): void {
    const now = this.#parts.uptimeMs();
    const frames = this.#bounds.keptOf(batch);
    const matches = frames.map(({ slot }) => this.#open.of(slot));
    const lengths = this.#writer.frames(frames);
    const row = this.#writer.take();
    this.#write(frames.length === 0 ? undefined : row, this.#open.due(now), now);
    this.#bounds.tidy([], this.#parts.now());
    this.#logBound.wrote(row.frames.length);
    // A match that goes on has not ended.
    for (const { slot } of frames) this.#ends.delete(slot);
    this.#ends.write();
    if (frames.length === 0) return;
    let from = 0;
    for (const [index, match] of matches.entries()) {
      const to = from + lengths[index]!;
      match.committed(this.#seq, frames[index]!, row.frames.subarray(from, to));
      from = to;
    }
    this.#progress.committed(matches, this.#seq);
  }

  checkpoint(slot: Slot, tick: number, bytes: Uint8Array): void {
    if (this.#bounds.hasGivenUp(slot)) return;
    this.#open.of(slot);
    this.#checkpoints.set(slot, { tick, bytes: bytes.slice() });
  }

  end(slot: Slot, end: RecordedEnd, trace?: Trace): void {
    if (this.#bounds.ended(slot)) return;
    try {
      this.#end(slot, end, trace);
    } catch (error) {
      if (this.#open.has(slot)) this.#ends.add(slot, end, trace);
      throw error;
    }
    this.#archive(slot);
  }

  #end(slot: Slot, end: RecordedEnd, trace: Trace | undefined): void {
    const match = this.#open.of(slot);
    const lastTick = Math.max(match.lastTick, trace?.tick ?? 0);
    const cameToNothing = end.kind === 'abandoned' && match.untouched;
    const segment = match.compact(trace);
    this.#bounds.tidy([], this.#parts.now());
    this.#transact(() => {
      if (cameToNothing) return this.#tables.forget(slot);
      if (segment !== undefined) this.#tables.addSegment(slot, segment);
      this.#tables.compacted(slot, this.#seq, lastTick, match.active);
      this.#tables.end(slot, end, this.#parts.now());
    });
    this.#open.delete(slot);
    this.#progress.ended(slot);
    this.#checkpoints.delete(slot);
    this.#ends.delete(slot);
  }

  unfinished(): readonly UnfinishedMatch[] {
    return this.#telling(() => this.#reader.open())
      .map((row) => ({ row, match: this.#open.of(row.slot) }))
      .sort((a, b) => b.match.active - a.match.active || b.row.slot - a.row.slot)
      .map(({ row: { slot, record, attempts, recoveries }, match: { lastTick } }) => ({
        slot,
        record,
        lastTick,
        checkpoint: this.#checkpointOf(slot),
        attempts,
        recoveries,
        ...(this.#lost.has(slot) && { lost: true }),
      }));
  }

  frames(slot: Slot, afterTick: number): readonly Frame[] {
    const { tail } = this.#open.of(slot);
    return this.#telling(() => {
      const cut = this.#reader.match(slot)?.cut ?? 0;
      if (cut > 0 && afterTick < cut) throw damaged(this.#file, `match ${slot}, whose checkpoint is missing`);
      return framesAfter(afterTick, [
        ...this.#reader.segments(slot, afterTick),
        ...tail.flatMap((bytes) => [...readFrames(bytes)]),
      ]);
    });
  }

  attempt(slots: readonly Slot[]): void {
    this.#transact(() => slots.forEach((slot) => this.#tables.attempted(slot)));
  }

  recovered(slots: readonly Slot[]): void {
    this.#transact(() => slots.forEach((slot) => this.#tables.recovered(slot)));
  }

  probe(): void {
    this.#presence.check(this.#parts.uptimeMs());
    this.#bounds.tidy([], this.#parts.now());
    this.#quota.check();
    this.#transact(() => this.#tables.probe());
  }

  async replay(matchId: string): Promise<Uint8Array | undefined> {
    const match = this.#telling(() => this.#reader.ended(matchId));
    if (match === undefined || match.cut > 0) return undefined;
    const file = this.#telling(() => this.#reader.file(match.slot)) ?? (await this.#makeReplay(match.slot));
    return file?.length === 0 ? undefined : file;
  }

  ended(matchId: string): EndedMatch | undefined {
    const match = this.#telling(() => this.#reader.ended(matchId));
    return match?.end && { start: match.record.start, end: match.end };
  }

  async recording(matchId: string): Promise<Recording | undefined> {
    return this.#reader.recording(matchId);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#ends.close();
    try {
      // Their replays are made after the next start.
      this.#ends.write();
      this.#write(undefined, this.#open.unfolded(), this.#parts.uptimeMs());
      await this.#maintenance.close();
      this.#telling(() => this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
    } finally {
      await this.#maintenance.close();
      this.#database.close();
      this.#progress.close();
      this.#parts.lock.release();
    }
  }

  /** Writes a row, if there is one, with pending checkpoints and the segments that are due. */
  #write(row: Row | undefined, due: readonly MatchJournal[], now: number): void {
    this.#presence.check(now);
    const seq = this.#seq + (row === undefined ? 0 : 1);
    if (row !== undefined && due.length === 0 && this.#checkpoints.size === 0) {
      this.#telling(() => this.#tables.addRow(seq, row));
      this.#seq = seq;
      return;
    }
    const folds = due.map((match) => ({ match, segment: match.compact() }));
    this.#transact(() => {
      if (row !== undefined) this.#tables.addRow(seq, row);
      for (const { match, segment } of folds) this.#open.keep(match, segment, this.#seq);
      for (const [slot, { tick, bytes }] of this.#checkpoints) this.#tables.setCheckpoint(slot, tick, bytes);
      if (due.length > 0) this.#tables.dropRowsBefore(this.#open.lowestRow(this.#seq, due));
    });
    this.#seq = seq;
    for (const [slot, { tick }] of this.#checkpoints) this.#open.of(slot).checkpointTick = tick;
    this.#checkpoints.clear();
    for (const { match, segment } of folds) match.compacted(now + COMPACT_MS, segment);
    this.#bounds.tidy(due, this.#parts.now());
  }

  #archive(slot: Slot): void {
    this.#makeReplay(slot).catch((error: unknown) => {
      if (this.#closing === undefined) this.#parts.log.warn({ err: error, slot }, 'replay not made');
    });
  }

  async #makeReplay(slot: Slot): Promise<Uint8Array | undefined> {
    const file = await this.#maintenance.replay(slot);
    if (file !== undefined && this.#database.isOpen) this.#transact(() => this.#tables.keepReplay(slot, file));
    return file;
  }

  /** A damaged one is ignored: the match is recovered from its beginning. */
  #checkpointOf(slot: Slot): UnfinishedMatch['checkpoint'] {
    try {
      return this.#reader.checkpoint(slot);
    } catch (error) {
      this.#parts.log.error({ err: error, slot }, 'checkpoint not readable');
      return undefined;
    }
  }

  #transact(body: () => void): void {
    this.#telling(() => this.#tables.transact(body));
  }

  #telling<T>(body: () => T): T {
    if (this.#closing !== undefined && !this.#database.isOpen)
      throw new JournalProblem('The journal is closed.', { lasts: true });
    return asJournalProblem(this.#file, body);
  }
}
