/** Node writes a report when it runs out of memory, by which the next process knows how this one ended. */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'greenroom.out-of-memory.json';

/** The last process in this folder ran out of memory. True only once. */
export function ranOutOfMemory(folder: string): boolean {
  const file = join(folder, NAME);
  const isThere = statSync(file, { throwIfNoEntry: false }) !== undefined;
  if (isThere) rmSync(file, { force: true });
  return isThere;
}

/** Makes Node write a report if this process runs out of memory. */
export function enableMemoryReport(folder: string): void {
  const report = { directory: folder, filename: NAME, compact: true, excludeEnv: true, excludeNetwork: true };
  Object.assign(process.report, report, { reportOnFatalError: true });
}
