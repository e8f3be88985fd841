/** Locks a data folder for one server at a time. The lock ends with its process. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { problemOf } from './problems.ts';
import { JournalProblem } from './store.ts';

const RETRY_MS = 100;
const BUSY = 5;

export interface FolderLock {
  release(): void;
}

/**
 * Locks the folder. Where another server has it, this waits: a deploy stops the old one while the new one starts.
 *
 * @throws JournalProblem where it is still locked after `waitMs`
 */
export async function lockFolder(folder: string, waitMs: number, log: Pick<Log, 'info'>): Promise<FolderLock> {
  const deadline = performance.now() + waitMs;
  for (let told = false; ; told = true) {
    const lock = tryLock(join(folder, 'greenroom.lock'));
    if (lock !== undefined) return lock;
    if (performance.now() >= deadline)
      throw new JournalProblem(`Another server uses the data folder ${folder}: stop it, or set DATA_DIR.`);
    if (!told) log.info({ folder }, 'data folder in use: waiting for the other server to stop');
    await sleep(RETRY_MS);
  }
}

function tryLock(file: string): FolderLock | undefined {
  let database: DatabaseSync | undefined;
  try {
    // An open transaction on a file of its own: the system drops its lock when the process ends, in whatever way.
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) return undefined;
    throw problemOf(file, error);
  }
  return { release: () => database.close() };
}
