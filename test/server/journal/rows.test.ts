import { expect, test } from 'vitest';
import { RowWriter, splitRow, type Row } from '../../../server/journal/rows.ts';
import { readFrames } from '../../../shared/runtime/host.ts';

/** A row of two matches; `tick`: that of the second. */
function rowAt(tick: number): Row {
  const writer = new RowWriter();
  writer.frame(3, 7, [{ kind: 'drop', player: 'ann' }], undefined);
  writer.frame(5, tick, [{ kind: 'return', player: 'bob' }], undefined);
  return writer.take();
}

/** About half of the rows have a sum with the highest bit. */
const SOME_TICKS = Array.from({ length: 20 }, (_, tick) => tick);

test('a row gives back the frame of each match', () => {
  const parts = splitRow(rowAt(9)) ?? [];
  expect(parts.map(({ slot, bytes }) => [slot, [...readFrames(bytes)]])).toEqual([
    [3, [{ tick: 7, entries: [{ kind: 'drop', player: 'ann' }] }]],
    [5, [{ tick: 9, entries: [{ kind: 'return', player: 'bob' }] }]],
  ]);
});

test('a row that has changed is none', () => {
  for (const { slots, frames, crc } of SOME_TICKS.map(rowAt)) {
    const changed = Uint8Array.from(frames, (byte, at) => (at === 2 ? byte ^ 1 : byte));
    expect(splitRow({ slots, frames: changed, crc })).toBeUndefined();
  }
});
