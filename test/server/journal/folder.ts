/** Data folders for tests, and stores in them. */
import { execFileSync } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished } from 'vitest';
import { recordOf } from './matches.ts';
import { SqliteStore, type SqliteStoreOptions } from '../../../server/journal/sqlite-store.ts';

const silent = pino({ level: 'silent' });

/** A folder until the test is finished. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A small disk of its own, where this user may mount one. */
export function mountedFolder(skip: (why: string) => void, size = '2m'): string {
  const folder = newFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    skip('this user may not mount a disk');
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

/** Leaves no byte free on the disk of a folder: a file `filler` has them. */
export function fill(folder: string): void {
  const filler = openSync(join(folder, 'filler'), 'w');
  expect(() => {
    for (;;) writeSync(filler, new Uint8Array(4096));
  }).toThrow(/ENOSPC/);
  closeSync(filler);
}

/** Opens a store until the test is finished. */
export async function openStore(folder: string, options: Partial<SqliteStoreOptions> = {}): Promise<SqliteStore> {
  const store = await SqliteStore.open({ folder, level: 'process', log: silent, waitMs: 0, ...options });
  onTestFinished(() => store.close().catch(() => {}));
  return store;
}

/** The same in a folder of its own, with one open match. */
export async function openMatch(options: Partial<SqliteStoreOptions> = {}) {
  const folder = newFolder();
  const store = await openStore(folder, options);
  return { folder, store, slot: store.open(recordOf('A')) };
}

/** The same, with what it logs. */
export async function openLogged(folder: string, options: Partial<SqliteStoreOptions> = {}) {
  const { log, logged } = newLog();
  return { store: await openStore(folder, { ...options, log }), logged };
}

/** What the disk has now: what is left after a kill. */
export function remains(folder: string, ...more: string[]): string {
  const copy = newFolder();
  for (const name of ['greenroom.db', 'greenroom.db-wal', ...more])
    if (existsSync(join(folder, name))) cpSync(join(folder, name), join(copy, name));
  return copy;
}

/** A log, and what has been logged as an object each. */
export function newLog(): { log: SqliteStoreOptions['log']; logged: { level: number; msg: string; err?: unknown }[] } {
  const logged: { level: number; msg: string }[] = [];
  const log = pino({ level: 'debug' }, { write: (line) => void logged.push(JSON.parse(line)) });
  return { log, logged };
}
