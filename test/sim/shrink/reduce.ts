/** Makes lists and numbers smaller as long as something holds of them. */

/**
 * A part of the list of which it holds, in the same order, and of which it does not hold when any one item is left out.
 * It is taken to hold of the whole list. Where nothing can be left out, the list itself is given back.
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
    // What could not be left out at first may be free to go once others have gone.
    if (chunk === 1 && left.length === before) return left;
    chunk = Math.max(1, Math.min(Math.ceil(chunk / 2), left.length));
  }
}

/** How near to the smallest number it comes: a part of the way that it began with. */
const NEAR = 1 / 8;

/** A whole number from `least` to `value` of which it holds. It is taken to hold of `value`. */
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
