import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { reduceList, reduceNumber } from '../../../tools/sim/shrink/reduce.ts';

const list = fc.uniqueArray(fc.nat(99), { maxLength: 30 });

it('a reduced list has exactly the needed items, in their order', async () => {
  await fc.assert(
    fc.asyncProperty(list, fc.array(fc.nat(99)), async (items, wanted) => {
      const needed = items.filter((item) => wanted.includes(item));
      const left = await reduceList(items, async (fewer) => needed.every((item) => fewer.includes(item)));
      expect(left).toEqual(needed);
    }),
  );
});

it('for any predicate, it holds for the reduced list, and not without any one item', async () => {
  const sumsTo = fc.integer({ min: 1, max: 7 });
  await fc.assert(
    fc.asyncProperty(list, sumsTo, fc.nat(6), async (items, modulus, rest) => {
      // The hard case: the predicate is not monotonic.
      const rule = (some: readonly number[]): boolean => some.reduce((sum, item) => sum + item, 0) % modulus >= rest;
      fc.pre(rule(items));
      const left = await reduceList(items, async (fewer) => rule(fewer));
      expect(rule(left)).toBe(true);
      for (const index of left.keys()) expect(left.length > 1 && rule(left.toSpliced(index, 1))).toBe(false);
    }),
  );
});

it('a list from which nothing can be removed is returned itself', async () => {
  const items = [1, 2, 3, 4, 5];
  expect(await reduceList(items, async () => false)).toBe(items);
});

it('one needed item in a thousand is found in less than 40 tries', async () => {
  let tries = 0;
  const items = Array.from({ length: 1_000 }, (_, index) => index);
  const left = await reduceList(items, async (fewer) => {
    tries++;
    return fewer.includes(617);
  });
  expect(left).toEqual([617]);
  expect(tries).toBeLessThan(40);
});

it('a reduced number is close to the smallest one for which the predicate holds, after at most five tries', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(10_000), fc.nat(10_000), fc.nat(10_000), async (a, b, c) => {
      const [least, needed, value] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
      let tries = 0;
      const found = await reduceNumber(value, least, async (smaller) => {
        tries++;
        return smaller >= needed;
      });
      expect(found).toBeGreaterThanOrEqual(needed);
      expect(found - needed).toBeLessThanOrEqual(Math.max(1, (value - least) / 8));
      expect(tries).toBeLessThanOrEqual(5);
    }),
  );
});
