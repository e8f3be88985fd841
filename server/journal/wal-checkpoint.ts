/**
 * Moves the WAL into the database while a server goes on writing. SQLite restarts its WAL only where all of it was moved and nobody writes: under
 * constant load that never happens unless the writer is held for the last few pages.
 */
import type { DatabaseSync } from 'node:sqlite';
import { PATIENT_MS } from './database.ts';

/** The WAL is moved when it has this many pages (16 MB). */
const SWEEP_PAGES = 4096;
/** Fewer pages are moved while the writer waits: that takes about as long as the disk needs to confirm. */
const REST_PAGES = 64;
/** How often moving is tried until the rest is small enough, and then how often holding the writer is tried. */
const TRIES = 8;
/** How long to wait for the writer and for readers; the writer waits as long for this. */
const HOLD_MS = 5;

/** What is left of the WAL. */
export interface WalCheckpoint {
  /** In pages. */
  readonly log: number;
  /** Pages that are still to be moved. */
  readonly rest: number;
}

/** Moves the WAL if it is long enough. Undefined: there was nothing to do. @throws the error of SQLite */
export function checkpointWal(database: DatabaseSync): WalCheckpoint | undefined {
  if (checkpoint(database, 'NOOP').log < SWEEP_PAGES) return undefined;
  let left = checkpoint(database, 'PASSIVE');
  for (let tries = 1; left.rest > REST_PAGES && tries < TRIES; tries++) left = checkpoint(database, 'PASSIVE');
  // A reader is using old pages, or writing is faster than moving: the writer keeps the limit (`WalLimit`).
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
  // Where it was busy, it is not known whether the WAL restarts.
  return { log, rest: Math.max(0, log - Number(row['checkpointed'])) + Number(row['busy']) };
}
