/** Encodes plain data exactly, including NaN, -0, undefined, lone surrogates and a key "__proto__". */
import { corrupt, type ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

/** The maximum depth of data. */
export const MAX_DEPTH = 500;

/* Meanings of the first byte. They are part of the format and never change. */
const UNDEFINED = 0;
const NULL = 1;
const FALSE = 2;
const TRUE = 3;
const POSITIVE = 4;
const NEGATIVE = 5;
const FLOAT = 6;
const TEXT = 7;
const BYTES = 8;
const ARRAY = 9;
const RECORD = 10;
const BIGINT = 11;
const MAP = 12;
const SET = 13;
/** From here to 0x3f: texts of up to 31 units. */
const SHORT_TEXT = 0x20;
/** From here to 0xff: integers from 0 to 191. */
const SMALL = 0x40;

/**
 * Writes plain data: what JSON has, undefined, all numbers, bigints, Uint8Array, Map, Set.
 *
 * @throws TypeError for anything else, and for data nested deeper than MAX_DEPTH
 */
export function writeValue(writer: ByteWriter, value: unknown, depth = 0): void {
  writer.counted++;
  switch (typeof value) {
    case 'number':
      return writeNumber(writer, value);
    case 'string':
      if (value.length < SMALL - SHORT_TEXT) {
        writer.byte(SHORT_TEXT + value.length);
        return writer.units(value);
      }
      writer.byte(TEXT);
      return writer.text(value);
    case 'boolean':
      return writer.byte(value ? TRUE : FALSE);
    case 'undefined':
      return writer.byte(UNDEFINED);
    case 'bigint':
      writer.byte(BIGINT);
      return writer.text(value.toString());
    case 'object':
      if (value === null) return writer.byte(NULL);
      if (depth >= MAX_DEPTH) throw new TypeError(`data nested deeper than ${MAX_DEPTH} cannot be written down`);
      return writeObject(writer, value, depth + 1);
    case 'function':
    case 'symbol':
      throw new TypeError(`a ${typeof value} cannot be written down: messages, inputs and results are plain data`);
  }
}

function writeNumber(writer: ByteWriter, value: number): void {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
    writer.byte(FLOAT);
    writer.float64(value);
  } else if (value >= 0 && value < 256 - SMALL) {
    writer.byte(SMALL + value);
  } else {
    writer.byte(value < 0 ? NEGATIVE : POSITIVE);
    writer.varint(value < 0 ? -1 - value : value);
  }
}

function writeObject(writer: ByteWriter, value: object, depth: number): void {
  if (Array.isArray(value)) {
    writer.byte(ARRAY);
    writer.varint(value.length);
    for (const item of value as readonly unknown[]) writeValue(writer, item, depth);
  } else if (value instanceof Uint8Array) {
    writer.byte(BYTES);
    writer.blob(value);
  } else if (value instanceof Map) {
    writer.byte(MAP);
    writer.varint(value.size);
    for (const [key, item] of value as ReadonlyMap<unknown, unknown>) {
      writeValue(writer, key, depth);
      writeValue(writer, item, depth);
    }
  } else if (value instanceof Set) {
    writer.byte(SET);
    writer.varint(value.size);
    for (const item of value as ReadonlySet<unknown>) writeValue(writer, item, depth);
  } else {
    writeRecord(writer, value, depth);
  }
}

function writeRecord(writer: ByteWriter, value: object, depth: number): void {
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== null && proto !== Object.prototype) {
    throw new TypeError(
      `a ${value.constructor.name} cannot be written down: messages, inputs and results are plain data`,
    );
  }
  const keys = Object.keys(value);
  writer.byte(RECORD);
  writer.varint(keys.length);
  for (const key of keys) {
    writer.text(key);
    writeValue(writer, (value as Record<string, unknown>)[key], depth);
  }
}

/** Reads plain data. @throws ReplayProblem for bytes that `writeValue` did not write */
export function readValue(reader: ByteReader, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw corrupt('data is nested too deep');
  reader.count();
  const tag = reader.byte();
  if (tag >= SMALL) return tag - SMALL;
  if (tag >= SHORT_TEXT) return reader.units(tag - SHORT_TEXT);
  switch (tag) {
    case UNDEFINED:
      return undefined;
    case NULL:
      return null;
    case FALSE:
      return false;
    case TRUE:
      return true;
    case POSITIVE:
      return reader.varint();
    case NEGATIVE:
      return -1 - reader.varint();
    case FLOAT:
      return reader.float64();
    case TEXT:
      return reader.text();
    case BYTES:
      return reader.blob();
    case ARRAY:
      return readItems(reader, depth + 1);
    case RECORD:
      return readRecord(reader, depth + 1);
    case BIGINT:
      return readBigint(reader.text());
    case MAP:
      return readMap(reader, depth + 1);
    case SET:
      return new Set(readItems(reader, depth + 1));
    default:
      throw corrupt(`no data begins with ${tag}`);
  }
}

function readItems(reader: ByteReader, depth: number): unknown[] {
  const items: unknown[] = [];
  for (let left = reader.varint(); left > 0; left--) items.push(readValue(reader, depth));
  return items;
}

function readMap(reader: ByteReader, depth: number): Map<unknown, unknown> {
  const map = new Map<unknown, unknown>();
  for (let left = reader.varint(); left > 0; left--) map.set(readValue(reader, depth), readValue(reader, depth));
  return map;
}

function readRecord(reader: ByteReader, depth: number): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (let left = reader.varint(); left > 0; left--) {
    const key = reader.text();
    const value = readValue(reader, depth);
    // Assignment would set the prototype instead.
    if (key === '__proto__')
      Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
    else record[key] = value;
  }
  return record;
}

/** Longer ones take too long to read. */
const MAX_BIGINT_DIGITS = 400;

function readBigint(text: string): bigint {
  if (text.length > MAX_BIGINT_DIGITS || !/^-?\d+$/.test(text)) throw corrupt('a bigint is damaged');
  return BigInt(text);
}
