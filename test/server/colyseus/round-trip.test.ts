import { expect, it } from 'vitest';
import { RoundTrip } from '../../../server/colyseus/round-trip.ts';

/** A round trip, after pings that were answered this late. */
function measured(...lateMs: readonly number[]): RoundTrip {
  const roundTrip = new RoundTrip();
  lateMs.forEach((ms, number) => {
    roundTrip.sent(number, number * 1_000);
    roundTrip.answered(number, number * 1_000 + ms);
  });
  return roundTrip;
}

it('is not known before the first answer', () => {
  const roundTrip = measured();
  roundTrip.sent(7, 0);
  expect(roundTrip.slowestMs(500)).toBeUndefined();
});

it('is the slowest of the last ten', () => {
  expect(measured(10, 90, 20).slowestMs(5_000)).toBe(90);
  expect(measured(90, ...Array.from({ length: 9 }, () => 20)).slowestMs(20_000)).toBe(90);
  expect(measured(90, ...Array.from({ length: 10 }, () => 20)).slowestMs(20_000)).toBe(20);
});

it('is at least as long as the current answer is late', () => {
  const roundTrip = measured(10);
  roundTrip.sent(1, 1_000);
  expect(roundTrip.slowestMs(1_005)).toBe(10);
  expect(roundTrip.slowestMs(1_300)).toBe(300);
});

it('is known after four answers: one says nothing of the jitter', () => {
  expect(measured(10, 90, 20).isKnown).toBe(false);
  expect(measured(10, 90, 20, 20).isKnown).toBe(true);
});

it('an answer to no ping of ours is ignored, and so is a second one', () => {
  const roundTrip = measured(10);
  roundTrip.sent(1, 1_000);
  expect([0, 99].map((number) => roundTrip.answered(number, 1_500))).toEqual([false, false]);
  expect(roundTrip.slowestMs(1_000)).toBe(10);
});

it('an answer that comes after the next ping counts for its own, and for those before', () => {
  const roundTrip = measured();
  roundTrip.sent(1, 0);
  roundTrip.sent(2, 3_000);
  expect(roundTrip.answered(2, 3_500)).toBe(true);
  expect(roundTrip.answered(1, 3_600)).toBe(false);
  expect(roundTrip.slowestMs(4_000)).toBe(500);
});
