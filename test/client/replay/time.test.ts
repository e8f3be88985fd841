import { expect, it } from 'vitest';
import { clockTime, spokenTime } from '../../../client/replay/time.ts';

it.each([
  [0, '0:00', 'the beginning'],
  [999, '0:00', 'the beginning'],
  [83_400, '1:23', '1 minute 23 seconds'],
  [121_000, '2:01', '2 minutes 1 second'],
  [3_600_000, '1:00:00', '1 hour'],
  [7_384_000, '2:03:04', '2 hours 3 minutes 4 seconds'],
])('%d ms of match time is %s, spoken “%s”', (ms, clock, spoken) => {
  expect(clockTime(ms)).toBe(clock);
  expect(spokenTime(ms)).toBe(spoken);
});
