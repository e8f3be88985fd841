import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { groupAddress, type ClientAddress } from '../../../server/admission/client-address.ts';
import { PasswordTries } from '../../../server/admission/password-tries.ts';
import { LIMITS } from '../../../server/host/limits.ts';

const ANN = groupAddress('203.0.113.1');
const BOB = groupAddress('203.0.113.2');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function addressOf(number: number): ClientAddress {
  return groupAddress(`10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`);
}

/** Tries wrong passwords for a time, as fast as it may. Resolves with how many were looked at. */
async function guess(tries: PasswordTries, address: ClientAddress, seconds: number): Promise<number> {
  let looked = 0;
  for (let leftMs = seconds * 1_000; leftMs > 0;) {
    const { waitMs } = await tries.begin(address);
    if (waitMs === 0) looked++;
    vi.advanceTimersByTime(waitMs);
    leftMs -= waitMs === 0 ? 1 : waitMs;
  }
  return looked;
}

it('an address waits twice as long after each wrong try, and a minute at most', async () => {
  const tries = new PasswordTries();
  const waits: number[] = [];
  for (let count = 0; count < LIMITS.passwordTries; count++) expect((await tries.begin(ANN)).waitMs).toBe(0);
  for (let count = 0; count < 8; count++) {
    expect((await tries.begin(ANN)).waitMs).toBe(0);
    const { waitMs } = await tries.begin(ANN);
    waits.push(waitMs / 1_000);
    vi.advanceTimersByTime(waitMs);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, LIMITS.passwordWaitSeconds, LIMITS.passwordWaitSeconds]);
});

it('an attacker who guesses for an hour has less than a hundred tries', async () => {
  expect(await guess(new PasswordTries(), ANN, 3_600)).toBeLessThan(100);
});

it('tries at the same time are counted like tries one after the other', async () => {
  const tries = new PasswordTries();
  const begun = await Promise.all(Array.from({ length: 1_000 }, () => tries.begin(ANN)));
  expect(begun.filter(({ waitMs }) => waitMs === 0).length).toBeLessThanOrEqual(LIMITS.passwordTries + 1);
});

it('a right try makes good what was wrong before it', async () => {
  const tries = new PasswordTries();
  for (let count = 0; count < LIMITS.passwordTries; count++) await tries.begin(ANN);
  await tries.right(ANN);
  expect(await tries.begin(ANN)).toEqual({ waitMs: 0, isFirst: true });
});

it('all addresses that were wrong before have a bound together, and one that never was has its try all the same', async () => {
  const tries = new PasswordTries();
  let looked = 0;
  for (let number = 0; number < 1_000; number++) {
    const address = addressOf(number);
    await tries.begin(address);
    if ((await tries.begin(address)).waitMs === 0) looked++;
  }
  expect(looked).toBe(LIMITS.passwordTriesPerMinute);
  expect(await tries.begin(BOB)).toEqual({ waitMs: 0, isFirst: true });
  vi.advanceTimersByTime(60_000);
  expect((await tries.begin(addressOf(999))).waitMs).toBe(0);
});

it('no more addresses are remembered than there may be, and the oldest are forgotten', async () => {
  const tries = new PasswordTries();
  await tries.begin(ANN);
  for (let number = 0; number < LIMITS.passwordAddresses; number++) await tries.begin(addressOf(number));
  expect((await tries.begin(addressOf(LIMITS.passwordAddresses - 1))).isFirst).toBe(false);
  expect((await tries.begin(ANN)).isFirst).toBe(true);
});
