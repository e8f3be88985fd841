import { expect, it } from 'vitest';
import { RateLimit } from '../../../../server/host/members/rate-limit.ts';
import { LIMITS } from '../../../../server/host/limits.ts';

function taken(allowance: RateLimit, tick: number, tries: number): number {
  return Array.from({ length: tries }, () => allowance.take(tick)).filter(Boolean).length;
}

it('gives the burst at once, and no more', () => {
  expect(taken(new RateLimit(1, 1, 10), 0, 100)).toBe(10);
});

it('refills with the ticks, up to the burst', () => {
  const allowance = new RateLimit(2, 1, 10);
  taken(allowance, 0, 100);
  expect(taken(allowance, 1, 100)).toBe(2);
  expect(taken(allowance, 4, 100)).toBe(6);
  expect(taken(allowance, 1_000, 100)).toBe(10);
});

it('adds up parts of one', () => {
  const allowance = new RateLimit(0.5, 1, 1);
  const ticks = Array.from({ length: 10 }, (_, tick) => taken(allowance, tick, 5));
  expect(ticks).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
});

it('gives a credit for a stall of the process on top, once', () => {
  const clock = { stalledMs: 0 };
  const allowance = new RateLimit(60, 20, 120, clock);
  expect(taken(allowance, 0, 10_000)).toBe(120);
  clock.stalledMs = 80_000;
  expect(taken(allowance, 0, 10_000)).toBe(4_800);
  expect(taken(allowance, 1, 10_000)).toBe(3);
  clock.stalledMs += 1e9;
  // However long: no more than five minutes are worth.
  expect(taken(allowance, 1, 100_000)).toBe((60 * LIMITS.backlogMs) / 1_000);
});

it('gives no credit for an earlier stall', () => {
  expect(taken(new RateLimit(60, 20, 120, { stalledMs: 80_000 }), 0, 10_000)).toBe(120);
});

it('gives a part of an amount, and returns how much was missing', () => {
  const allowance = new RateLimit(1, 1_000, 10);
  expect(allowance.draw(0, 7)).toBe(0);
  expect(allowance.draw(0, 7)).toBe(4);
  expect(allowance.isFull(9_999)).toBe(false);
  expect(allowance.isFull(10_000)).toBe(true);
});

it('gives an amount from the credit for a stall', () => {
  const clock = { stalledMs: 0 };
  const allowance = new RateLimit(60, 20, 120, clock);
  clock.stalledMs = 2_000;
  expect(allowance.draw(0, 300)).toBe(60);
});
