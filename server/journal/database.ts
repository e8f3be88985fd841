/** Opens the database file of a journal: its tables, and its version. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync, type DatabaseSyncOptions } from 'node:sqlite';
import type { Log } from '../log.ts';
import { DATA_TABLES } from '../store/data-tables.ts';
import { makeFilePrivate, PRIVATE_FOLDER } from './private-files.ts';
import { folderProblem, asJournalProblem } from './problems.ts';
import { JournalProblem } from './store.ts';

/** What a commit that has returned survives: the end of the process, or a power cut too. */
export type CommitLevel = 'process' | 'disk';

const FORMAT = 1;
/** 'GRJ1': marks the file as a journal. */
const APPLICATION = 0x47524a31;
/** How long a commit blocks the process where another program writes; then the host retries from a timer. */
const BUSY_MS = 25;
/** Commands and threads block nobody. */
export const PATIENT_MS = 5_000;

/** How much of a larger WAL is kept on the disk. */
const LOG_BYTES = 32 * 2 ** 20;

const TABLES = `
  CREATE TABLE matches (
    slot INTEGER PRIMARY KEY AUTOINCREMENT,
    match_id TEXT NOT NULL,
    room TEXT NOT NULL,
    game TEXT NOT NULL,
    record BLOB NOT NULL,
    record_crc INTEGER NOT NULL,
    end TEXT,
    last_tick INTEGER NOT NULL DEFAULT 0,
    folded INTEGER NOT NULL,
    active INTEGER NOT NULL,
    cut INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    recoveries INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX matches_by_id ON matches (match_id);
  CREATE INDEX open_matches ON matches (slot) WHERE end IS NULL;
  CREATE INDEX matches_by_end ON matches (ended_at) WHERE end IS NOT NULL;
  CREATE TABLE rows (seq INTEGER PRIMARY KEY, slots BLOB NOT NULL, frames BLOB NOT NULL, crc INTEGER NOT NULL) STRICT;
  CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    slot INTEGER NOT NULL,
    to_tick INTEGER NOT NULL,
    frames BLOB NOT NULL,
    crc INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX segments_of_match ON segments (slot, id);
  CREATE TABLE checkpoints (
    slot INTEGER PRIMARY KEY, tick INTEGER NOT NULL, bytes BLOB NOT NULL, crc INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE replays (slot INTEGER PRIMARY KEY, file BLOB NOT NULL) STRICT;
  PRAGMA application_id = ${APPLICATION};
  PRAGMA user_version = ${FORMAT};
`;

const EMPTY =
  'the journal is an empty file, so there are no matches: to restore a backup, stop the server, put a whole one in its place, and start it';

/** Added by later versions: earlier ones ignore them. */
const NOTES = 'CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT';
const ENDED_DAY = 'ALTER TABLE matches ADD COLUMN ended_day INTEGER';
const BY_DAY = 'CREATE INDEX IF NOT EXISTS matches_by_day ON matches (ended_day) WHERE end IS NOT NULL';

export function fileIn(folder: string): string {
  return join(folder, 'greenroom.db');
}

/** @throws JournalProblem */
export function makeFolder(folder: string): void {
  try {
    make(resolve(folder));
  } catch (error) {
    if (!isFolder(folder)) throw folderProblem(folder, error);
  }
}

/** `recursive: true` never returns where the system denies that there is such a folder (/proc). */
function make(folder: string): void {
  if (isFolder(folder)) return;
  make(dirname(folder));
  mkdirSync(folder, PRIVATE_FOLDER);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Opens the database for writing, and creates it where there is none. @throws JournalProblem */
export function openDatabase(folder: string, level: CommitLevel, log: Pick<Log, 'error' | 'warn'>): DatabaseSync {
  const file = fileIn(folder);
  const wasThere = existsSync(file);
  return connect(file, { timeout: BUSY_MS }, (database) => {
    if (!wasThere) makeFilePrivate(file, log);
    // An empty file has no tables yet: its server may have been killed before it had created them.
    if (!isEmpty(database)) checkFormat(database, file);
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${level === 'disk' ? 'FULL' : 'NORMAL'}`);
    // A checkpoint waits for the disk, and would stall the rooms: a thread does it.
    database.exec(`PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = ${LOG_BYTES}`);
    if (isEmpty(database)) {
      if (wasThere) log.error({ file }, EMPTY);
      database.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT`);
    }
    database.exec(NOTES);
    database.exec(DATA_TABLES);
    const columns = database.prepare("SELECT name FROM pragma_table_info('matches')").all();
    if (!columns.some(({ name }) => name === 'ended_day')) database.exec(ENDED_DAY);
    database.exec(BY_DAY);
  });
}

/** Opens an existing database for reading only. @throws JournalProblem */
export function openToRead(folder: string): DatabaseSync {
  const file = fileIn(folder);
  if (!existsSync(file))
    throw new JournalProblem(`There is no journal in ${folder}: set DATA_DIR to the data folder of a server.`);
  return openFile(file);
}

/** Opens a file that may be a journal, for reading only. @throws JournalProblem */
export function openFile(file: string): DatabaseSync {
  return connect(file, { timeout: PATIENT_MS, readOnly: true }, (database) => checkFormat(database, file));
}

/** Opens one more connection to an existing database. */
export function openBeside(folder: string): DatabaseSync {
  return connect(fileIn(folder), { timeout: PATIENT_MS }, () => {});
}

function connect(file: string, options: DatabaseSyncOptions, prepare: (database: DatabaseSync) => void): DatabaseSync {
  return asJournalProblem(file, () => {
    const database = new DatabaseSync(file, options);
    try {
      prepare(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

function checkFormat(database: DatabaseSync, file: string): void {
  if (numberOf(database, 'PRAGMA application_id') !== APPLICATION)
    throw new JournalProblem(`The file ${file} is a database of another program: move it away, or set DATA_DIR.`);
  const format = numberOf(database, 'PRAGMA user_version');
  if (format > FORMAT)
    throw new JournalProblem(
      `The journal ${file} was written by a newer Greenroom (format ${format}, this one reads ${FORMAT}): start that one, or set DATA_DIR.`,
    );
}

function numberOf(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0]);
}
