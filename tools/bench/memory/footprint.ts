/** The memory of this process after garbage collection. Node has to run with --expose-gc. */
import { setImmediate } from 'node:timers/promises';

export interface Footprint {
  /** The used heap and the external buffers, in bytes. */
  readonly liveBytes: number;
  /** The resident set size, in bytes. */
  readonly residentBytes: number;
}

/** Finalizers free more in a later collection. */
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

/** The growth per item. */
export function each(count: number, before: Footprint, after: Footprint): Footprint {
  return {
    liveBytes: (after.liveBytes - before.liveBytes) / count,
    residentBytes: (after.residentBytes - before.residentBytes) / count,
  };
}
