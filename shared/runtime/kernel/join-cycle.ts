/** Finds joins that could never end, because the joined strand waits for the joiner. */
import type { Strand } from './strand.ts';

/**
 * Whether `target` waits for `caller`, directly or through others. The search runs from both ends at once and stops with the
 * smaller side, so that long chains of joins cost little.
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

/** All strands reachable from one, each once, nearest first. */
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
