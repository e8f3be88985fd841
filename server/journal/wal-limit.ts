/**
 * Keeps the WAL from growing without bound: where the thread cannot make it restart, the writer does, and waits for the disk.
 */
import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Log } from '../log.ts';
import { checkpoint } from './wal-checkpoint.ts';

/** From here on the writer itself moves the WAL. */
const MOST_BYTES = 48 * 2 ** 20;
/** It checks again after this much was written. */
const LOOK_BYTES = 4 * 2 ** 20;
/** The least that a commit takes: a page or two. */
const COMMIT_BYTES = 8_192;

export class WalLimit {
  readonly #database: DatabaseSync;
  readonly #log: Log;
  readonly #file: string;
  #written = 0;
  #isTold = false;

  /** @param file the database's */
  constructor(database: DatabaseSync, file: string, log: Log) {
    this.#database = database;
    this.#file = `${file}-wal`;
    this.#log = log;
  }

  /** This much was committed. Never throws: the commit counts. */
  wrote(bytes: number): void {
    this.#written += bytes + COMMIT_BYTES;
    if (this.#written < LOOK_BYTES) return;
    this.#written = 0;
    try {
      const size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
      if (size < MOST_BYTES) this.#isTold = false;
      else this.#empty(size);
    } catch (error) {
      this.#tell({ err: error });
    }
  }

  #empty(bytes: number): void {
    const { rest } = checkpoint(this.#database, 'RESTART');
    if (rest > 0) this.#tell({ bytes });
    else this.#isTold = false;
  }

  #tell(details: object): void {
    if (!this.#isTold) this.#log.warn(details, 'WAL grows: another program reads or locks the database');
    this.#isTold = true;
  }
}
