import { expect, it } from 'vitest';
import type { ConnectionStatus } from '../../../../client/connection/connection.ts';
import { trackDeadline, localSpan, type TrackedDeadline } from '../../../../client/games/liars-dice/deadline.ts';

const TURN = { now: 60_000, deadline: 90_000 };

it.each([
  ['just set runs from now', undefined, false, { from: 1_000, until: 31_000 }],
  ['that runs ends at the same moment for everybody', 72_000, false, { from: -11_000, until: 19_000 }],
  ['newer than the welcome runs from now', 59_000, false, { from: 1_000, until: 31_000 }],
  ['of a paused clock stands still', 72_000, true, { from: -11_000, until: 19_000, heldAt: 1_000 }],
])('a deadline %s', (_, matchNow, still, span) => {
  expect(localSpan(TURN, matchNow, 1_000, still)).toEqual(span);
});

function line(status: ConnectionStatus, matchMs?: number, held = false) {
  return { status, held, matchNow: () => matchMs };
}

/** The remaining time shown at a moment. */
function leftMs({ span }: TrackedDeadline, localNow: number): number {
  return span === undefined ? 0 : span.until - (span.heldAt ?? localNow);
}

function justSet(): TrackedDeadline {
  return trackDeadline({ now: 0, deadline: 0, still: false, span: undefined }, TURN, line('live'), 1_000);
}

it.each(['dropped', 'closed'] as const)('the countdown stands still while the connection is %s', (status) => {
  const lost = trackDeadline(justSet(), TURN, line(status), 6_000);
  expect(leftMs(lost, 6_000)).toBe(25_000);
  const later = trackDeadline(lost, TURN, line(status), 16_000);
  expect(leftMs(later, 16_000)).toBe(25_000);
  expect(later).toBe(lost);
});

it('after a reconnection the countdown is corrected, and its length stays', () => {
  const lost = trackDeadline(justSet(), TURN, line('dropped'), 6_000);
  const back = trackDeadline(lost, TURN, line('live', 78_000), 16_000);
  expect(leftMs(back, 16_000)).toBe(12_000);
  expect(leftMs(back, 17_000)).toBe(11_000);
  expect(back.span).toMatchObject({ from: -2_000, until: 28_000 });
});

it("a clock that is paused at the reconnection continues at the table's time", () => {
  const lost = trackDeadline(justSet(), TURN, line('dropped'), 6_000);
  const held = trackDeadline(lost, TURN, line('live', 64_000, true), 16_000);
  expect(leftMs(held, 19_000)).toBe(26_000);
  const resumed = trackDeadline(held, TURN, line('live', 64_000), 20_000);
  expect(leftMs(resumed, 21_000)).toBe(25_000);
});
