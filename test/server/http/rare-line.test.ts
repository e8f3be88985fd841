import { expect, it, vi } from 'vitest';
import { rareLine } from '../../../server/http/rare-line.ts';

it('a line is written at most once in ten seconds, and tells how often it was due', () => {
  let nowMs = 5;
  const write = vi.fn<(times: number) => void>();
  const due = rareLine(write, () => nowMs);
  for (let count = 0; count < 1_000; count++) due();
  nowMs += 9_999;
  due();
  expect(write.mock.calls).toEqual([[1]]);
  nowMs += 1;
  due();
  expect(write.mock.calls).toEqual([[1], [1_001]]);
});
