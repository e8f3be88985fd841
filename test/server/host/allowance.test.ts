import { expect, it } from 'vitest';
import { Allowance } from '../../../server/host/allowance.ts';

function taken(allowance: Allowance, tick: number, tries: number): number {
  return Array.from({ length: tries }, () => allowance.take(tick)).filter(Boolean).length;
}

it('gives the burst at once, and no more', () => {
  expect(taken(new Allowance(1, 10), 0, 100)).toBe(10);
});

it('refills with the ticks, up to the burst', () => {
  const allowance = new Allowance(2, 10);
  taken(allowance, 0, 100);
  expect(taken(allowance, 1, 100)).toBe(2);
  expect(taken(allowance, 4, 100)).toBe(6);
  expect(taken(allowance, 1_000, 100)).toBe(10);
});

it('adds up parts of one', () => {
  const allowance = new Allowance(0.5, 1);
  const ticks = Array.from({ length: 10 }, (_, tick) => taken(allowance, tick, 5));
  expect(ticks).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
});
