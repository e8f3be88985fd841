import { expect, it } from 'vitest';
import { boundSeenAt } from '../../../../server/host/intake/lag-compensation.ts';
import { LIMITS } from '../../../../server/host/limits.ts';

it('a time that the latency explains is taken as it is', () => {
  expect(boundSeenAt(1_000 - 150 - LIMITS.lagSlackMs, 1_000, 150)).toBe(1_000 - 150 - LIMITS.lagSlackMs);
  expect(boundSeenAt(999, 1_000, 0)).toBe(999);
  expect(boundSeenAt(2_000, 1_000, 0)).toBe(2_000);
});

it('an earlier time is bounded to the earliest that the latency explains', () => {
  expect(boundSeenAt(0, 1_000, 0)).toBe(1_000 - LIMITS.lagSlackMs);
  expect(boundSeenAt(0, 1_000, 150)).toBe(1_000 - 150 - LIMITS.lagSlackMs);
});

it('before the first measurement every time is taken as it is', () => {
  expect(boundSeenAt(0, 1_000, undefined)).toBe(0);
});
