/** A fault in the server, or in a package that it loads, must not be a fault of the whole machine. */
import type { Log } from './log.ts';

/** @param userId undefined on systems that have none */
export function warnOfRoot(log: Log, userId: number | undefined): void {
  if (userId === 0) log.warn('server runs as root: run it as a user of its own, who can write its data folder alone');
}
