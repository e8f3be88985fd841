import { expect, test } from 'vitest';
import {
  followDeadline,
  msLeft,
  spanLeftMs,
  type Countdown,
  type CountdownClock,
} from '../../../shared/runtime/index.ts';

const TURN = { now: 60_000, deadline: 90_000 };
const NONE = { now: 60_000, deadline: 0 };

function clock(matchMs?: number, { status = 'live', held = false }: Partial<CountdownClock> = {}): CountdownClock {
  return { status, held, matchNow: () => matchMs };
}

/** Seen at 1,000 ms of local time. */
function justSet(): Countdown {
  return followDeadline(undefined, TURN, clock(), 1_000);
}

test('G1.6 the time left is that until the deadline, 0 after it, and Infinity without one', () => {
  expect([59_000, 72_000, 90_000, 95_000].map((now) => msLeft(TURN, now))).toEqual([31_000, 18_000, 0, 0]);
  expect(msLeft(NONE, 72_000)).toBe(Infinity);
});

test('G1.7 a deadline just set runs from now', () => {
  expect(justSet().span).toEqual({ from: 1_000, until: 31_000 });
});

test('G1.7 who comes later sees the same end, by the time of the connection', () => {
  const late = followDeadline(undefined, TURN, clock(72_000), 13_000);
  expect(late.span).toEqual({ from: 1_000, until: 31_000 });
});

test('G1.7 a welcome that is older than the deadline changes nothing', () => {
  expect(followDeadline(undefined, TURN, clock(59_000), 1_000).span).toEqual({ from: 1_000, until: 31_000 });
});

test('G1.7 the time that is written again for those who come later changes neither end nor length', () => {
  const again = followDeadline(justSet(), { ...TURN, now: 75_000 }, clock(), 16_000);
  expect(again.span).toEqual({ from: 1_000, until: 31_000 });
});

test('G1.7 without a deadline there is no span, and nothing is left', () => {
  const cleared = followDeadline(justSet(), NONE, clock(), 2_000);
  expect([cleared.span, spanLeftMs(cleared.span, 2_000)]).toEqual([undefined, 0]);
});

test('G1.7 looking again without a change gives the same object', () => {
  const before = justSet();
  expect(followDeadline(before, TURN, clock(), 9_000)).toBe(before);
  expect(spanLeftMs(before.span, 40_000)).toBe(0);
});

test('G1.8 the countdown stands still while the clock is held, and goes on with the time that was left', () => {
  const held = followDeadline(justSet(), TURN, clock(66_000, { held: true }), 7_000);
  expect([7_000, 19_000].map((now) => spanLeftMs(held.span, now))).toEqual([24_000, 24_000]);
  const resumed = followDeadline(held, TURN, clock(66_000), 20_000);
  expect(spanLeftMs(resumed.span, 21_000)).toBe(23_000);
  expect(resumed.span).toEqual({ from: 14_000, until: 44_000 });
});

test.for(['dropped', 'closed'] as const)('G1.8 it stands still while the connection is %s', (status) => {
  const lost = followDeadline(justSet(), TURN, clock(undefined, { status }), 6_000);
  expect([6_000, 16_000].map((now) => spanLeftMs(lost.span, now))).toEqual([25_000, 25_000]);
  expect(followDeadline(lost, TURN, clock(undefined, { status }), 16_000)).toBe(lost);
});

test('G1.8 after a reconnection it is corrected, and its length stays', () => {
  const lost = followDeadline(justSet(), TURN, clock(undefined, { status: 'dropped' }), 6_000);
  const back = followDeadline(lost, TURN, clock(78_000), 16_000);
  expect([16_000, 17_000].map((now) => spanLeftMs(back.span, now))).toEqual([12_000, 11_000]);
  expect(back.span).toEqual({ from: -2_000, until: 28_000 });
});

test('G1.8 a clock that is held at the reconnection goes on at the time of the match', () => {
  const lost = followDeadline(justSet(), TURN, clock(undefined, { status: 'dropped' }), 6_000);
  const held = followDeadline(lost, TURN, clock(64_000, { held: true }), 16_000);
  expect(spanLeftMs(held.span, 19_000)).toBe(26_000);
  expect(spanLeftMs(followDeadline(held, TURN, clock(64_000), 20_000).span, 21_000)).toBe(25_000);
});

test('G1.8 a span that has drifted from match time is corrected, as in a replay that runs faster', () => {
  const fast = followDeadline(justSet(), TURN, clock(80_000), 2_000);
  expect(spanLeftMs(fast.span, 2_000)).toBe(10_000);
  expect(followDeadline(fast, TURN, clock(80_100), 2_000)).toBe(fast);
});
