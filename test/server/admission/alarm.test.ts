import { expect, it, vi } from 'vitest';
import { Alarm } from '../../../server/admission/alarm.ts';
import { LIMITS } from '../../../server/host/limits.ts';

function alarmAt() {
  const warn = vi.fn<(fields: object, what: string) => void>();
  const time = { nowMs: 0 };
  return { warn, time, alarm: new Alarm({ warn }, () => time.nowMs) };
}

it('one line a minute of each kind and address, with how often it happened since the last', () => {
  const { alarm, warn, time } = alarmAt();
  for (let left = 3; left > 0; left--) alarm.raise('knocks', 'ann');
  alarm.raise('knocks', 'bob');
  expect(warn.mock.calls).toEqual([
    [{ address: 'ann', times: 1 }, 'knocks'],
    [{ address: 'bob', times: 1 }, 'knocks'],
  ]);
  time.nowMs += LIMITS.alarmMs;
  alarm.raise('knocks', 'ann');
  expect(warn).toHaveBeenLastCalledWith({ address: 'ann', times: 3 }, 'knocks');
});

it('no more addresses are remembered than the bound says', () => {
  const { alarm, warn, time } = alarmAt();
  for (let index = 0; index < LIMITS.alarmsKept + 5; index++) alarm.raise('knocks', `address ${index}`);
  expect(warn).toHaveBeenCalledTimes(LIMITS.alarmsKept);
  time.nowMs += LIMITS.alarmMs;
  alarm.raise('knocks', 'late');
  expect(warn).toHaveBeenCalledTimes(LIMITS.alarmsKept + 1);
});
