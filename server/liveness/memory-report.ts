/** Node writes a report when it runs out of memory: that it is there tells the next process what this one ended of. */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'greenroom.out-of-memory.json';

/** Whether the last process in this folder ran out of memory. It is told once. */
export function ranOutOfMemory(folder: string): boolean {
  const file = join(folder, NAME);
  const isThere = statSync(file, { throwIfNoEntry: false }) !== undefined;
  if (isThere) rmSync(file, { force: true });
  return isThere;
}

/** Has a report written should this process run out of memory. */
export function enableMemoryReport(folder: string): void {
  const report = { directory: folder, filename: NAME, compact: true, excludeEnv: true, excludeNetwork: true };
  Object.assign(process.report, report, { reportOnFatalError: true });
}
