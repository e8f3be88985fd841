import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from '../../../shared/runtime/journal/byte-writer.ts';
import { emptyColumns, writeColumns } from '../../../shared/runtime/journal/columns.ts';
import { decodeFrames, encodeFrames } from '../../../shared/runtime/journal/frame-codec.ts';
import { mergeFrames } from '../../../shared/runtime/journal/merge-frames.ts';
import type { Frame } from '../../../shared/runtime/record/recording.ts';
import { REPLAY_BOUNDS } from '../../../shared/runtime/journal/replay-bounds.ts';
import { ReplayProblem } from '../../../shared/runtime/journal/replay-problem.ts';
import { frames } from './arbitraries.ts';

const hello = { kind: 'message', player: 'a', type: 'hello', data: 1 } as const;

test('the frames of a match are read as they were written, without their tokens', () => {
  fc.assert(
    fc.property(frames, (all) => {
      // A Buffer is what zlib gives.
      const read = decodeFrames(Buffer.from(encodeFrames(all)));

      deepStrictEqual(
        read,
        all.map((frame) => ({ ...frame, entries: frame.entries.map(withoutToken) })),
      );
    }),
    { numRuns: 500 },
  );
});

test('bytes that no encoder gave are a ReplayProblem or some frames, and never another error', () => {
  const flips = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
  fc.assert(
    fc.property(frames, flips, fc.nat(), (all, changes, cut) => {
      const bytes = encodeFrames(all);
      for (const [at, by] of changes) bytes[1 + (at % (bytes.length - 1))] = by;
      readAnything(bytes.subarray(0, bytes.length - (cut % 3 === 0 ? cut % bytes.length : 0)));
    }),
    { numRuns: 1000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => readAnything(Uint8Array.of(1, ...bytes))),
    {
      numRuns: 1000,
    },
  );
});

test('a later format is not reported as damage', () => {
  const bytes = encodeFrames([]);
  bytes[0] = 2;

  expect(() => decodeFrames(bytes)).toThrow(expect.objectContaining({ code: 'newer' }));
  expect(() => decodeFrames(new Uint8Array())).toThrow(expect.objectContaining({ code: 'truncated' }));
});

test('a few bytes that say they are millions of frames are not read', () => {
  const columns = emptyColumns();
  const writer = new ByteWriter();
  for (let left = REPLAY_BOUNDS.frames + 1; left > 0; left--) {
    columns.hashTicks.byte(1);
    columns.hashChanges.byte(0);
  }
  writer.byte(1);
  writeColumns(writer, columns);

  expect(() => decodeFrames(writer.written)).toThrow(expect.objectContaining({ code: 'too-large' }));
});

test('merged frames are one for each tick, with entries in order and each trace at its own tick', () => {
  const trace = { tick: 1, verbs: ['sleep'], calls: 1 };
  const merged = mergeFrames([
    { tick: 1, entries: [] },
    { tick: 1, entries: [{ ...hello, data: 1 }] },
    { tick: 1, entries: [{ ...hello, data: 2 }] },
    { tick: 2, entries: [], trace },
    { tick: 3, entries: [], trace: { tick: 2, verbs: [], calls: 0 } },
  ]);

  expect(merged).toEqual([
    {
      tick: 1,
      entries: [
        { ...hello, data: 1 },
        { ...hello, data: 2 },
      ],
      trace,
    },
  ]);
});

function withoutToken(entry: Frame['entries'][number]): object {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => key !== 'token'));
}

function readAnything(bytes: Uint8Array): void {
  try {
    decodeFrames(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(ReplayProblem);
  }
}
