/** Encodes plain data exactly, including NaN, -0, undefined, lone surrogates and a key "__proto__". */
import { corrupt, type ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { setField } from '../record/plain.ts';

/** Plain data and the records around it are less deep; earlier versions wrote room options of up to this depth. */
export const MAX_READ_DEPTH = 500;

/*
 * Meanings of the first byte. They are part of the format and never change. BIGINT, MAP and SET are only read: earlier
 * versions wrote them for room options that were not plain data.
 */
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
 * Writes plain data, and what the runtime keeps around it. Its depth and size were checked where it came in (`record/plain.ts`).
 *
 * @throws TypeError for anything else
 */
export function writeValue(writer: ByteWriter, value: unknown): void {
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
    case 'object':
      if (value === null) return writer.byte(NULL);
      return writeObject(writer, value);
    case 'bigint':
    case 'function':
    case 'symbol':
      throw notWritten(typeof value);
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

function writeObject(writer: ByteWriter, value: object): void {
  if (Array.isArray(value)) return writeArray(writer, value);
  if (!(value instanceof Uint8Array)) return writeRecord(writer, value);
  // Messages of some games have bytes.
  writer.byte(BYTES);
  writer.blob(value);
}

function writeArray(writer: ByteWriter, items: readonly unknown[]): void {
  writer.byte(ARRAY);
  writer.varint(items.length);
  for (const item of items) writeValue(writer, item);
}

function writeRecord(writer: ByteWriter, value: object): void {
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== null && proto !== Object.prototype) throw notWritten(value.constructor.name);
  const keys = Object.keys(value);
  writer.byte(RECORD);
  writer.varint(keys.length);
  for (const key of keys) {
    writer.text(key);
    writeValue(writer, (value as Record<string, unknown>)[key]);
  }
}

function notWritten(what: string): TypeError {
  return new TypeError(`a ${what} cannot be written down: options, messages, inputs and results are plain data`);
}

/**
 * Reads what `writeValue` has written, in this version or an earlier one.
 *
 * @throws ReplayProblem for other bytes
 */
export function readValue(reader: ByteReader, depth = 0): unknown {
  if (depth > MAX_READ_DEPTH) throw corrupt('data is nested too deep');
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
    setField(record, key, readValue(reader, depth));
  }
  return record;
}

/** Longer ones take too long to read. */
const MAX_BIGINT_DIGITS = 400;

function readBigint(text: string): bigint {
  if (text.length > MAX_BIGINT_DIGITS || !/^-?\d+$/.test(text)) throw corrupt('a bigint is damaged');
  return BigInt(text);
}
