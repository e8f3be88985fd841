/** Warns of a server that runs as root: a fault in it, or in a package, would endanger the whole machine. */
import type { Log } from './log.ts';

/** @param userId undefined on systems that have none */
export function warnOfRoot(log: Log, userId: number | undefined): void {
  if (userId === 0) log.warn('server runs as root: run it as a user of its own, who can write its data folder alone');
}
