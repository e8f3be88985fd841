/**
 * Moves the log into the database while a server goes on writing. SQLite begins its log anew only where all of it has been moved
 * and nobody writes: under constant load that never is so, unless the writer is held for the last few pages.
 */
import type { DatabaseSync } from 'node:sqlite';
import { PATIENT_MS } from './database.ts';

/** The log is moved when it has so many pages (16 MB). */
const SWEEP_PAGES = 4096;
/** Fewer pages are moved while the writer waits: that takes about as long as the disk needs to confirm. */
const REST_PAGES = 64;
/** How often moving is tried until the rest is small enough, and then how often it is tried to hold the writer. */
const TRIES = 8;
/** How long the writer, and those who read, are waited for; where they are, the writer waits as long. */
const HOLD_MS = 5;

/** What is left of the log. */
export interface WalCheckpoint {
  /** In pages. */
  readonly log: number;
  /** Of these so many are still to be moved. */
  readonly rest: number;
}

/** Sweeps if there is enough. Gives what was left, or undefined where there was nothing to do. @throws the error of SQLite */
export function checkpointWal(database: DatabaseSync): WalCheckpoint | undefined {
  if (checkpoint(database, 'NOOP').log < SWEEP_PAGES) return undefined;
  let left = checkpoint(database, 'PASSIVE');
  for (let tries = 1; left.rest > REST_PAGES && tries < TRIES; tries++) left = checkpoint(database, 'PASSIVE');
  // Somebody reads from before, or more is written than can be moved: the writer looks after the bound.
  if (left.rest > REST_PAGES) return left;
  database.exec(`PRAGMA busy_timeout = ${HOLD_MS}`);
  try {
    left = checkpoint(database, 'RESTART');
    for (let tries = 1; left.rest > 0 && tries < TRIES; tries++) left = checkpoint(database, 'RESTART');
  } finally {
    database.exec(`PRAGMA busy_timeout = ${PATIENT_MS}`);
  }
  return left;
}

export function checkpoint(database: DatabaseSync, mode: 'NOOP' | 'PASSIVE' | 'RESTART'): WalCheckpoint {
  const row = database.prepare(`PRAGMA wal_checkpoint(${mode})`).get() ?? {};
  const log = Number(row['log']);
  // Where it was busy, nobody says that the log begins anew.
  return { log, rest: Math.max(0, log - Number(row['checkpointed'])) + Number(row['busy']) };
}
