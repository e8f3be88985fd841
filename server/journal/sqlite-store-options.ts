/** Options of a SQLite store. */
import type { Log } from '../log.ts';
import type { CommitLevel } from './database.ts';

export interface SqliteStoreOptions {
  /** The data folder; created where there is none. No other server may use it. */
  readonly folder: string;
  /** What a commit survives. `process`: a kill; `disk`: a power cut too, at the cost of waiting for the disk. */
  readonly level: CommitLevel;
  readonly log: Log;
  /** How long ended matches are kept, in days on which a server ran (30). */
  readonly keepDays?: number;
  /**
   * How large the journal of one match may grow, in bytes (256 MB). Beyond that the part before its last checkpoint is deleted, and with it the replay;
   * where that is not enough, the match goes on without a journal. Both are logged.
   */
  readonly maxMatchBytes?: number;
  /** How much of the file may be in use, in bytes (10 GB). Before that the oldest ended matches are deleted; without any, no match begins. */
  readonly maxBytes?: number;
  /** How long to wait for another server to release the folder, and for another program to unlock the database (10 s). */
  readonly waitMs?: number;
  /** Wall time in milliseconds. */
  readonly now?: () => number;
  /** Time in milliseconds that never jumps. */
  readonly uptimeMs?: () => number;
}
