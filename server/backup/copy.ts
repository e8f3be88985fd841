/** Copies a journal completely or not at all: the copy is written beside its place, checked, and only then put there. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openFile, openToRead } from '../journal/database.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../journal/private-files.ts';
import { JournalProblem } from '../journal/store.ts';

const TABLES = ['matches', 'segments', 'rows', 'checkpoints', 'replays', 'game_items', 'game_rows', 'game_results'];

export interface Copied {
  readonly matches: number;
  readonly bytes: number;
}

/**
 * Copies the journal of a data folder to a new file, as of one moment.
 *
 * @throws JournalProblem, or the system's error; nothing is left behind then
 */
export function copyJournal(folder: string, file: string): Copied {
  if (existsSync(file)) throw new JournalProblem(`${file} is there already: name a new file.`);
  const database = openToRead(folder);
  const aside = `${file}.${process.pid}.part`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
    const before = countsOf(database);
    // An empty file is filled, and keeps its permissions.
    closeSync(openSync(aside, 'wx', PRIVATE_FILE));
    database.prepare('VACUUM INTO ?').run(aside);
    const matches = check(aside, before, countsOf(database));
    sync(aside);
    if (existsSync(file)) throw new JournalProblem(`${file} is there already: name a new file.`);
    renameSync(aside, file);
    sync(dirname(file));
    return { matches, bytes: statSync(file).size };
  } catch (error) {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${aside}${end}`, { force: true });
    throw error;
  } finally {
    database.close();
  }
}

type Counts = ReadonlyMap<string, number>;

/** Returns how many matches the copy has. @throws JournalProblem where it is incomplete */
function check(file: string, before: Counts, after: Counts): number {
  if (statSync(file).size === 0) throw incomplete('it is empty');
  const copy = openFile(file);
  try {
    const wrong = copy
      .prepare('PRAGMA integrity_check')
      .all()
      .find(({ integrity_check: line }) => line !== 'ok');
    if (wrong !== undefined) throw incomplete(String(wrong['integrity_check']));
    const counts = countsOf(copy);
    for (const table of TABLES) {
      // While a server writes, a count that has changed may have had any value in between.
      const count = before.get(table);
      if (count === after.get(table) && counts.get(table) !== count)
        throw incomplete(`of ${count} ${table} it has ${counts.get(table)}`);
    }
    return counts.get('matches') ?? 0;
  } finally {
    copy.close();
  }
}

/** By table; a database that no server of this version has opened lacks the latest ones. */
function countsOf(database: DatabaseSync): Counts {
  const present = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const tables = TABLES.filter((table) => present.some(({ name }) => name === table));
  const columns = tables.map((table) => `(SELECT COUNT(*) FROM ${table}) AS ${table}`);
  const row = database.prepare(`SELECT ${columns.join(', ')}`).get() ?? {};
  return new Map(tables.map((table) => [table, Number(row[table])]));
}

function incomplete(why: string): JournalProblem {
  return new JournalProblem(`The copy is not whole: ${why}. Nothing was kept of it.`);
}

/** Waits until it is on the disk. */
function sync(path: string): void {
  const opened = openSync(path, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
