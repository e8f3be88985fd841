/** Finds joins that could never come to an end, because what is joined waits for who joins it. */
import type { Strand } from './strand.ts';

/**
 * Whether `target` waits for `caller`, by itself or through others. The search goes from both ends at once, and is over
 * when that with less to look at has been seen: long rows of joins cost little.
 */
export function waitsFor(target: Strand, caller: Strand): boolean {
  if (target === caller) return true;
  if (!target.awaitsOthers) return false;
  const above = reach(caller, (strand) => strand.waiters());
  const below = reach(target, (strand) => strand.awaited());
  for (;;) {
    const up = above.next();
    if (up.done === true) return false;
    const down = below.next();
    if (down.done === true) return false;
    if (up.value === target || down.value === caller) return true;
  }
}

/** All strands that can be reached from one, each once, the nearest first. */
function* reach(from: Strand, edges: (strand: Strand) => Iterable<Strand>): Generator<Strand, undefined> {
  const seen = new Set([from]);
  for (const strand of seen) {
    for (const next of edges(strand)) {
      if (seen.has(next)) continue;
      seen.add(next);
      yield next;
    }
  }
  return undefined;
}
