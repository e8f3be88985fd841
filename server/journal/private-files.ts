/** Keeps other users of the machine out of the data folder. */
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../log.ts';

/** For `mkdir`: only the owner may look into the folder. */
export const PRIVATE_FOLDER = 0o700;
/** For `open`: only the owner may read and write the file. */
export const PRIVATE_FILE = 0o600;

const OURS = /^greenroom\./;
const PERMISSIONS = 0o777;
const SHARED =
  'other users of this machine may look into the data folder: it has other things in it, so its permissions are left as they are';

/**
 * Makes a data folder and our files in it private. A folder that has other things in it may be needed by other users, so it is left as it is. The
 * folder is to be locked.
 */
export function makeFolderPrivate(folder: string, log: Pick<Log, 'warn'>): void {
  trying(folder, log, () => {
    const names = readdirSync(folder);
    const ours = names.filter((name) => OURS.test(name));
    for (const name of ours) restrict(join(folder, name), PRIVATE_FILE);
    if (ours.length === names.length) restrict(folder, PRIVATE_FOLDER);
    else if (!isRestricted(folder, PRIVATE_FOLDER)) log.warn({ folder }, SHARED);
  });
}

/** SQLite gives the files beside a database the permissions of the database. */
export function makeFilePrivate(file: string, log: Pick<Log, 'warn'>): void {
  trying(file, log, () => restrict(file, PRIVATE_FILE));
}

/** Some file systems have no permissions: a server runs there, too. */
function trying(path: string, log: Pick<Log, 'warn'>, body: () => void): void {
  try {
    body();
  } catch (error) {
    log.warn({ path, err: error }, 'data folder readable by other users');
  }
}

function restrict(path: string, mode: number): void {
  if (!isRestricted(path, mode)) chmodSync(path, mode);
}

function isRestricted(path: string, mode: number): boolean {
  return (statSync(path).mode & PERMISSIONS) === mode;
}
