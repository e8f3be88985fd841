import fc from 'fast-check';
import { test } from 'vitest';

/**
 * A test whose rule holds for all values of these kinds.
 *
 * @param holds throws, or returns false, where it does not hold
 * @example propertyTest('a sum does not depend on the order', [fc.nat(), fc.nat()], (a, b) => a + b === b + a);
 */
export function propertyTest<Values extends [unknown, ...unknown[]]>(
  title: string,
  kinds: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> },
  holds: (...values: Values) => boolean | void,
): void {
  // oxlint-disable-next-line vitest/valid-title -- the caller writes it
  test(title, () => fc.assert(fc.property<Values>(...kinds, holds)));
}
