import { expect, it } from 'vitest';
import { RECONNECT_FOR_MS } from '../../../../client/connection/connection.ts';
import { MAX_DELAY_MS, MAX_TRIES, retryDelayMs } from '../../../../client/connection/network/retries.ts';

const CHANCES = [0, 0.5, 0.999];

/** When the attempts after a lost connection happen, in ms. */
function tries(count: number, chance: number): number[] {
  let atMs = 0;
  return Array.from({ length: count }, (_, index) => (atMs += retryDelayMs(index + 1, chance)));
}

it.each(CHANCES)(
  'the first attempt is immediate, and one follows in each third of the first second (chance %d)',
  (chance) => {
    const times = tries(8, chance);
    expect(times[0]).toBeLessThanOrEqual(50);
    for (let part = 0; part < 3; part++) {
      const from = (part * 1_000) / 3;
      expect(times.some((atMs) => atMs >= from && atMs < from + 1_000 / 3)).toBe(true);
    }
  },
);

it.each(CHANCES)(
  'the delays grow to about a second, and the attempts last as long as a client may reconnect (chance %d)',
  (chance) => {
    const delays = Array.from({ length: MAX_TRIES }, (_, index) => retryDelayMs(index + 1, chance));
    for (let index = 1; index < delays.length; index++)
      expect(delays[index]).toBeGreaterThanOrEqual(delays[index - 1]!);
    expect(Math.max(...delays)).toBeLessThanOrEqual(1.25 * MAX_DELAY_MS);
    expect(tries(MAX_TRIES, 0.5).at(-1)).toBeGreaterThanOrEqual(RECONNECT_FOR_MS);
  },
);

it('a thousand clients do not reconnect at the same moment', () => {
  for (const attempt of [1, 2, 5, 20]) {
    const delays = Array.from({ length: 1_000 }, (_, index) => retryDelayMs(attempt, index / 1_000));
    expect(new Set(delays).size).toBe(1_000);
  }
});
