import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Backoff } from '../../../server/admission/backoff.ts';
import { groupAddress } from '../../../server/admission/client-address.ts';
import { CODE_MISSES } from '../../../server/host/limits.ts';

const ANN = groupAddress('203.0.113.1');
const BOB = groupAddress('203.0.113.2');
const PLAN = { ...CODE_MISSES, failures: 2 };
const FIRST_MS = CODE_MISSES.firstSeconds * 1_000;
const MOST_MS = CODE_MISSES.maxSeconds * 1_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Fails until that address is blocked. Returns for how long it is. */
async function failUntilBlocked(backoff: Backoff, address = ANN): Promise<number> {
  for (let left = PLAN.failures; left > 0; left--) expect(await backoff.failed(address)).toBe(false);
  expect(await backoff.failed(address)).toBe(true);
  return backoff.blockedMs(address);
}

it('a few failures are nothing unusual', async () => {
  const backoff = new Backoff(PLAN);
  expect(await backoff.failed(ANN)).toBe(false);
  expect(await backoff.failed(ANN)).toBe(false);
  expect(await backoff.blockedMs(ANN)).toBe(0);
});

it('failures are forgotten after a while', async () => {
  const backoff = new Backoff(PLAN);
  for (let round = 0; round < 5; round++) {
    for (let left = PLAN.failures; left > 0; left--) expect(await backoff.failed(ANN)).toBe(false);
    vi.advanceTimersByTime(CODE_MISSES.withinSeconds * 1_000);
  }
});

it('one failure more blocks that address, and no other', async () => {
  const backoff = new Backoff(PLAN);
  expect(await failUntilBlocked(backoff)).toBe(FIRST_MS);
  expect(await backoff.blockedMs(BOB)).toBe(0);
  vi.advanceTimersByTime(FIRST_MS);
  expect(await backoff.blockedMs(ANN)).toBe(0);
});

it('each block is twice as long as the one before, up to a bound, and all are forgotten after a while', async () => {
  const backoff = new Backoff(PLAN);
  const blocks: number[] = [];
  for (let left = 6; left > 0; left--) {
    const ms = await failUntilBlocked(backoff);
    blocks.push(ms);
    vi.advanceTimersByTime(ms);
  }
  expect(blocks).toEqual([FIRST_MS, 2 * FIRST_MS, 4 * FIRST_MS, 8 * FIRST_MS, MOST_MS, MOST_MS]);
  vi.advanceTimersByTime(PLAN.forgetSeconds * 1_000);
  expect(await failUntilBlocked(backoff)).toBe(FIRST_MS);
});
