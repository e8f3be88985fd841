import { expect, it } from 'vitest';
import { dealTables } from '../../../tools/load/load-generator.ts';

it('deals tables out evenly, and to no more threads than there are tables', () => {
  expect(dealTables(20, 2)).toEqual([10, 10]);
  expect(dealTables(7, 3)).toEqual([2, 2, 3]);
  expect(dealTables(2, 8)).toEqual([1, 1]);
});
