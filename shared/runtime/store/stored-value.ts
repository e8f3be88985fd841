/** Values as they are kept, and the limits of all that a game keeps. */
import { checkCount, printable } from '../errors/argument-checks.ts';
import { ByteReader } from '../journal/byte-reader.ts';
import { ByteWriter } from '../journal/byte-writer.ts';
import { readValue, writeValue } from '../journal/value-codec.ts';
import { plainCopy } from '../record/plain.ts';

/** The limits of a game's own data. */
export const DATA_LIMITS = {
  /** Characters of a key, and of the name of a list. */
  key: 200,
  /** Bytes of a value as it is written. */
  valueBytes: 64 * 1_024,
  /** Items or rows that are read at a time. */
  read: 1_000,
  /** Changes in one `once`. */
  writes: 1_000,
  /** Bytes of all values of a game. */
  gameBytes: 64 * 2 ** 20,
} as const;

const writer = new ByteWriter();

/**
 * Encodes plain data.
 *
 * @param name of the value, in the error message
 * @throws TypeError if it is not plain data; RangeError if it is too large
 */
export function encodeStored(name: string, value: unknown): Uint8Array {
  writeValue(writer, plainCopy(value, name));
  const bytes = writer.take();
  if (bytes.length <= DATA_LIMITS.valueBytes) return bytes;
  throw new RangeError(`${name} has ${bytes.length} bytes: a value has at most ${DATA_LIMITS.valueBytes}`);
}

/** Decodes a value. */
export function decodeStored(bytes: Uint8Array): unknown {
  return readValue(new ByteReader(bytes));
}

/** Checks a key, a prefix of one, or the name of a list. @throws RangeError */
export function checkKey(what: string, key: unknown, shortest = 1): asserts key is string {
  const fits =
    typeof key === 'string' &&
    key.length >= shortest &&
    key.length <= DATA_LIMITS.key &&
    key.isWellFormed() &&
    !/[\0\u{10ffff}]/u.test(key);
  if (!fits)
    throw new RangeError(
      `${what} is a text of ${shortest} to ${DATA_LIMITS.key} characters without NUL, not ${printable(key)}`,
    );
}

/** Checks how much is read at a time. @throws RangeError */
export function checkRead(what: string, count: unknown): void {
  checkCount(`${what} takes 1 to ${DATA_LIMITS.read}`, count, 1, DATA_LIMITS.read);
}
