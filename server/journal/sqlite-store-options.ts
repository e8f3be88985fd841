/** What a store of SQLite may be told. */
import type { Log } from '../log.ts';
import type { CommitLevel } from './database.ts';

export interface SqliteStoreOptions {
  /** The data folder; it is made where there is none. No other server may use it. */
  readonly folder: string;
  /** What is safe once a commit has returned. `process`: from a kill; `disk`: from a power failure too, for a wait at each commit. */
  readonly level: CommitLevel;
  readonly log: Log;
  /** How long ended matches are kept, in days on which a server ran (30). */
  readonly keepDays?: number;
  /**
   * How large the journal of one match may grow, in bytes (256 MB). Beyond that what is before its last checkpoint goes, and with it
   * the replay; where that is not enough, the match goes on without a journal. Both are logged.
   */
  readonly maxMatchBytes?: number;
  /** How much of its file may be in use, in bytes (10 GB). Before that the oldest ended matches go; where there is none, no match begins. */
  readonly maxBytes?: number;
  /** How long to wait for another server to let go of the folder, and for another program to unlock the database (10 s). */
  readonly waitMs?: number;
  /** Wall time in milliseconds. */
  readonly now?: () => number;
  /** Time in milliseconds that never jumps. */
  readonly uptimeMs?: () => number;
}
