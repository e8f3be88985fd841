import { expect, test } from 'vitest';
import { ByteReader } from '../../../shared/runtime/journal/byte-reader.ts';
import { ByteWriter } from '../../../shared/runtime/journal/byte-writer.ts';
import { MAX_READ_DEPTH, readValue, writeValue } from '../../../shared/runtime/journal/value-codec.ts';
import { nested } from '../record/nested.ts';

function written(value: unknown): string {
  const writer = new ByteWriter();
  writeValue(writer, value);
  return Buffer.from(writer.take()).toString('hex');
}

function read(bytes: string): unknown {
  return readValue(new ByteReader(Buffer.from(bytes, 'hex')));
}

test.each([
  [undefined, '00'],
  [null, '01'],
  [false, '02'],
  [true, '03'],
  [0, '40'],
  [191, 'ff'],
  [192, '04c001'],
  [-1, '0500'],
  [2 ** 53 - 1, '04ffffffffffffff0f'],
  [-0, '060000000000000080'],
  [1.5, '06000000000000f83f'],
  [2 ** 53, '060000000000004043'],
  ['', '20'],
  ['é', '21c3a9'],
  ['x'.repeat(31), `3f${'78'.repeat(31)}`],
  ['x'.repeat(32), `0720${'78'.repeat(32)}`],
  [[1, 'a'], '0902412161'],
  [{ a: { b: undefined } }, '0a0101610a01016200'],
  [Uint8Array.of(7, 8), '08020708'],
])('the bytes of a value are part of the format: %j', (value, bytes) => {
  expect(written(value)).toBe(bytes);
  expect(read(bytes)).toStrictEqual(value);
});

test.each([
  ['a bigint', 12n, '0b023132'],
  ['a negative bigint', -12n, '0b032d3132'],
  ['a map', new Map([['a', 1]]), '0c01216141'],
  ['a set', new Set([1, 'b']), '0d02412162'],
  ['a record that holds them', { deck: [new Set([1]), 2n] }, '0a01046465636b09020d01410b0132'],
])('what earlier versions wrote for room options is read, and not written any more: %s', (_, value, bytes) => {
  expect(read(bytes)).toStrictEqual(value);
  expect(() => written(value)).toThrow(TypeError);
});

test.each([
  ['a bigint', 1n],
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
  ['a Date', new Date(0)],
  ['a Map', new Map()],
  ['a Set', new Set()],
])('%s is not written: the error names it', (name, value) => {
  expect(() => written({ list: [value] })).toThrow(`${name} cannot be written down`);
});

test(`data is read up to the depth that earlier versions wrote`, () => {
  expect(read(written(nested(MAX_READ_DEPTH, 1)))).toEqual(nested(MAX_READ_DEPTH, 1));
  expect(() => read(written(nested(MAX_READ_DEPTH + 1, 1)))).toThrow('nested too deep');
});
