import { deepStrictEqual } from 'node:assert';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader } from '../../../shared/runtime/journal/byte-reader.ts';
import { ByteWriter } from '../../../shared/runtime/journal/byte-writer.ts';
import { emptyColumns, readColumns, writeColumns } from '../../../shared/runtime/journal/columns.ts';
import { decodeFrames, encodeFrames } from '../../../shared/runtime/journal/frame-codec.ts';
import { FrameWriter, readFrames } from '../../../shared/runtime/journal/live-codec.ts';
import { type Entry, type Frame, inputEntry } from '../../../shared/runtime/host.ts';
import { Random } from '../../../shared/runtime/index.ts';
import { changes } from './arbitraries.ts';

const input = fc
  .tuple(fc.oneof(fc.nat(7), fc.constant(2 ** 40)), changes)
  .map(([seat, all]): Entry => ({ kind: 'input', seat, changes: all }));
/** What lies between inputs has no say in them. */
const entry = fc.oneof(
  { weight: 6, arbitrary: input },
  { weight: 1, arbitrary: fc.constant<Entry>({ kind: 'drop', player: 'a' }) },
);
const frames: fc.Arbitrary<Frame[]> = fc
  .array(fc.array(entry, { minLength: 1, maxLength: 8 }), { maxLength: 40 })
  .map((all) => all.map((entries, tick) => ({ tick, entries })));

const inputOf = (...all: number[]): Entry => ({ kind: 'input', seat: 3, changes: all });

function live(all: readonly Frame[]): Uint8Array {
  const writer = new FrameWriter();
  for (const { tick, entries } of all) writer.frame(tick, entries);
  return writer.take();
}

/** Bytes of an entry as it is committed. */
function bytesOf(each: Entry): number {
  return live([{ tick: 1, entries: [each] }]).length - live([{ tick: 1, entries: [] }]).length;
}

test('inputs are read as they were committed: all seats, all numbers, both signs', () => {
  fc.assert(
    fc.property(frames, (all) => deepStrictEqual([...readFrames(live(all))], all)),
    { numRuns: 300 },
  );
});

test('inputs are read as they were archived, whatever changes in which frame of which seat', () => {
  fc.assert(
    fc.property(frames, (all) => deepStrictEqual(decodeFrames(encodeFrames(all)), all)),
    { numRuns: 300 },
  );
});

test('what has not changed at the end of a frame is not read back', () => {
  const all = [{ tick: 1, entries: [inputOf(1, 0, 0), inputOf(0, 0, 0, 0, 0, 0)] }];
  const read = [{ tick: 1, entries: [inputOf(1), inputOf()] }];
  expect([[...readFrames(live(all))], decodeFrames(encodeFrames(all))]).toEqual([read, read]);
});

test('a committed frame without a change takes 2 bytes, one with a small turn 3, and one with all numbers 3 and one for each', () => {
  expect(bytesOf(inputOf(0, 0, 0, 0, 0, 0, 0, 0))).toBe(2);
  expect(bytesOf(inputOf(0, -63))).toBe(3);
  expect(bytesOf(inputOf(0, 512))).toBe(4);
  expect(bytesOf(inputOf(1, 1, 1, 1))).toBe(6);
  expect(bytesOf(inputOf(0, 0, 0, 0, 1))).toBe(4);
  expect(bytesOf(inputOf(1, 1, 1, 1, 1, 1, 1, 1))).toBe(11);
});

test('seats in turn need not say who they are: a committed frame of the next seat takes a byte less', () => {
  const inTurn = Array.from({ length: 8 }, (_, seat) => ({ kind: 'input' as const, seat, changes: [] }));
  const [first, ...others] = inTurn;
  const all = [{ tick: 1, entries: inTurn }];
  expect([...readFrames(live(all))]).toEqual(all);
  expect(live(all).length).toBe(2 + 8);
  if (first !== undefined) expect(live([{ tick: 1, entries: [...others, first] }]).length).toBe(2 + 8 + 2);
});

test('an archived seat that never changes takes a byte or so for each frame, and one that always does two', () => {
  const of = (change: number) =>
    encodeFrames(Array.from({ length: 1_000 }, (_, tick) => ({ tick, entries: [inputOf(0, change)] }))).length;
  // Beside the tick, the shape, the kind and the seat.
  expect(of(0)).toBeLessThan(4_100);
  expect(of(1)).toBeLessThan(6_100);
});

test('a minute of eight people with mice takes at most 8 KB of each while it is played, and 2 KB when it is archived', () => {
  const random = new Random('1', 'game');
  const people = Array.from({ length: 8 }, () => ({ aim: 500, turn: 0, rests: false, numbers: [0, 0, 0, 100] }));
  const played = Array.from({ length: 60 * 30 }, (_, index) => ({
    tick: 100_000 + index,
    entries: people.map((person, seat) => {
      const [move = 0, aim = 0, buttons = 0, seen = 0] = person.numbers;
      if (random.chance(1 / 15)) person.rests = random.chance(1 / 4);
      // Turns that gather way and lose it, and now and then a flick.
      person.turn = person.rests ? 0 : person.turn * 0.85 + 12 * (random.float() + random.float() - 1);
      if (random.chance(1 / 60)) person.turn += random.int(-150, 150);
      person.aim += person.turn;
      const next = [
        random.chance(2 / 30) ? random.int(0, 16) : move,
        ((Math.round(person.aim) % 1024) + 1024) % 1024,
        random.chance(3 / 30) ? buttons ^ 1 : buttons,
        random.chance(1 / 90) ? seen + random.int(-20, 20) : seen,
      ];
      person.numbers = next;
      return inputEntry(seat, [move, aim, buttons, seen], next);
    }),
  }));
  expect(live(played).length / people.length).toBeLessThan(8_192);
  expect(deflateRawSync(encodeFrames(played), { level: 9 }).length / people.length).toBeLessThan(2_048);
});

test.for([
  ['more than eight numbers', [0, 0, 0, 0, 0, 0, 0, 0, 1]],
  ['a fraction', [0.5]],
  ['NaN', [Number.NaN]],
  ['no end', [Infinity]],
  ['a number that is too large', [2 ** 53]],
] as const)('an input with %s is not written, and nothing of its frame', ([, all]) => {
  const odd = [inputOf(1), inputOf(...all)];
  const writer = new FrameWriter();
  writer.frame(1, []);
  expect(() => writer.frame(2, odd)).toThrow(TypeError);
  expect(() => encodeFrames([{ tick: 1, entries: odd }])).toThrow(TypeError);
  expect([...readFrames(writer.take())]).toEqual([{ tick: 1, entries: [] }]);
});

test('a committed mask of numbers that no input has is damage', () => {
  const wide = live([{ tick: 1, entries: [inputOf(0, 0, 0, 0, 0, 0, 0, 1)] }]);
  expect([...wide]).toEqual([1, 2, 9, 3, 8, 2]);
  expect(() => [...readFrames(wide.with(4, 16))]).toThrow(expect.objectContaining({ code: 'corrupt' }));
  expect(() => [...readFrames(wide.subarray(0, 5))]).toThrow(expect.objectContaining({ code: 'truncated' }));
});

test.for([
  ['a gap without its change', 'inputs1', 'truncated'],
  ['a seat without its gaps', 'gaps4', 'truncated'],
  ['changes that belong to no frame', 'seats', 'truncated'],
] as const)('archived inputs with %s are damage', ([, emptied, code]) => {
  const reader = new ByteReader(encodeFrames([{ tick: 1, entries: [inputOf(0, 7)] }]));
  reader.byte();
  const columns = readColumns(reader);
  const left = emptyColumns();
  for (const [name, column] of Object.entries(columns))
    if (name !== emptied) left[name as keyof typeof left].raw(column.raw(column.left));
  const writer = new ByteWriter();
  writer.byte(1);
  writeColumns(writer, left);
  expect(() => decodeFrames(writer.take())).toThrow(expect.objectContaining({ code }));
});

test('an archived input of the second form is damage: there is only one', () => {
  const bytes = encodeFrames([{ tick: 1, entries: [inputOf(0, 7)] }]);
  const at = bytes.lastIndexOf(7);
  expect(bytes[at]).toBe(7);
  expect(() => decodeFrames(bytes.with(at, 9))).toThrow(expect.objectContaining({ code: 'corrupt' }));
});
