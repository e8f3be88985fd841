import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameWriter, readFrames } from '../../../shared/runtime/journal/live-codec.ts';
import { ReplayProblem } from '../../../shared/runtime/journal/replay-problem.ts';
import type { Frame } from '../../../shared/runtime/record/recording.ts';
import { entry, traceAt } from './arbitraries.ts';

const frame: fc.Arbitrary<Frame> = fc
  .tuple(fc.nat(10_000_000), fc.array(entry, { maxLength: 3 }))
  .chain(([tick, entries]) =>
    fc
      .option(traceAt(Math.max(0, tick - 1), 5), { nil: undefined })
      .map((trace) => (trace === undefined ? { tick, entries } : { tick, entries, trace })),
  );
const frames = fc.array(frame, { maxLength: 5 });

function write(all: readonly Frame[], writer = new FrameWriter()): Uint8Array {
  for (const { tick, entries, trace } of all) writer.frame(tick, entries, trace);
  return writer.take();
}

test('frames are read as they were written: every kind of entry, every kind of data', () => {
  const writer = new FrameWriter();
  fc.assert(
    fc.property(frames, (all) => {
      deepStrictEqual([...readFrames(write(all, writer))], all);
    }),
    { numRuns: 500 },
  );
});

test('each frame is the same bytes whatever comes before it', () => {
  fc.assert(
    fc.property(frames, (all) => {
      deepStrictEqual(Buffer.from(write(all)), Buffer.concat(all.map((each) => write([each]))));
    }),
  );
});

test('an empty frame takes at most four bytes for a day', () => {
  expect(write([{ tick: 24 * 3600 * 20, entries: [] }]).length).toBeLessThanOrEqual(4);
});

test('bytes that no writer wrote are a ReplayProblem or some frames, and never another error', () => {
  fc.assert(
    fc.property(frames, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat(), (all, flips, cut) => {
      const bytes = write(all);
      for (const [at, by] of flips) if (bytes.length > 0) bytes[at % bytes.length] = by;
      readAnything(bytes.subarray(0, bytes.length - (cut % (bytes.length + 1))));
    }),
    { numRuns: 1000 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), readAnything), { numRuns: 1000 });
});

test('a frame that cannot be written leaves those before it as they were', () => {
  const writer = new FrameWriter();
  writer.frame(1, []);
  const odd = [{ kind: 'effect' as const, effect: 1, result: () => 1 }];

  expect(() => writer.frame(2, odd)).toThrow(TypeError);
  writer.frame(3, []);

  expect([...readFrames(writer.take())]).toEqual([
    { tick: 1, entries: [] },
    { tick: 3, entries: [] },
  ]);
});

test('a key "__proto__" is a key like others, and poisons nothing', () => {
  const data: unknown = JSON.parse('{"__proto__":{"evil":true}}');
  const [first] = readFrames(write([{ tick: 1, entries: [{ kind: 'effect', effect: 1, result: data }] }]));
  const [read] = first?.entries ?? [];

  expect(read).toStrictEqual({ kind: 'effect', effect: 1, result: data });
  expect(({} as { evil?: boolean }).evil).toBeUndefined();
});

function readAnything(bytes: Uint8Array): void {
  try {
    Array.from(readFrames(bytes));
  } catch (error) {
    expect(error).toBeInstanceOf(ReplayProblem);
  }
}
