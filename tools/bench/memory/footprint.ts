/** How much memory this process takes, once what nobody needs is gone. Its Node runs with --expose-gc. */
import { setImmediate } from 'node:timers/promises';

export interface Footprint {
  /** What lives, with the buffers outside of the heap, in bytes. */
  readonly liveBytes: number;
  /** What the system has given to the process, in bytes. */
  readonly residentBytes: number;
}

/** Some things are only gone in the collection after the one that has found them. */
const COLLECTIONS = 4;

export async function footprint(): Promise<Footprint> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('this runs with node --expose-gc');
  for (let collection = 0; collection < COLLECTIONS; collection++) {
    gc();
    await setImmediate();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { liveBytes: heapUsed + external, residentBytes: rss };
}

/** What each of a number of them has added. */
export function each(count: number, before: Footprint, after: Footprint): Footprint {
  return {
    liveBytes: (after.liveBytes - before.liveBytes) / count,
    residentBytes: (after.residentBytes - before.residentBytes) / count,
  };
}
