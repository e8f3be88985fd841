/** Reduces lists and numbers while a predicate holds. */

/**
 * Delta debugging: finds a sublist for which the predicate holds, and no longer holds without any one item. The predicate must hold for the
 * whole list. Returns the list itself if no item can be removed.
 *
 * @example
 * await reduceList([1, 2, 3, 4], async (fewer) => fewer.includes(3)); // [3]
 */
export async function reduceList<T>(
  items: readonly T[],
  holds: (fewer: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  if (items.length === 0) return items;
  if (await holds([])) return [];
  let left = items;
  let chunk = Math.ceil(left.length / 2);
  for (;;) {
    const before = left.length;
    for (let at = 0; at < left.length && left.length > 1;) {
      const fewer = left.toSpliced(at, chunk);
      if (fewer.length > 0 && (await holds(fewer))) left = fewer;
      else at += chunk;
    }
    // An item that was needed before may be removable now.
    if (chunk === 1 && left.length === before) return left;
    chunk = Math.max(1, Math.min(Math.ceil(chunk / 2), left.length));
  }
}

/** The search ends within this part of the initial range. */
const NEAR = 1 / 8;

/** Bisects to a small whole number from `least` to `value` for which the predicate holds. It must hold for `value`. */
export async function reduceNumber(
  value: number,
  least: number,
  holds: (smaller: number) => Promise<boolean>,
): Promise<number> {
  if (value <= least) return value;
  if (await holds(least)) return least;
  let [tooSmall, found] = [least, value];
  const near = Math.max(1, (value - least) * NEAR);
  while (found - tooSmall > near) {
    const middle = Math.floor((tooSmall + found) / 2);
    if (await holds(middle)) found = middle;
    else tooSmall = middle;
  }
  return found;
}
