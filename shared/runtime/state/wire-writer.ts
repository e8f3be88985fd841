/** Writes operations as the library's decoder reads them, into memory that grows. */
import { $refId, encode, OPERATION, type Encoder, type Iterator, type Schema } from '@colyseus/schema';
import { isRef } from './fields.ts';
import { type Fields } from './visibility.ts';

/** What follows is about another instance. */
const SWITCH_TO_STRUCTURE = 255;
/** As much as anything but text takes. */
const MOST_BYTES = 32;
const MOST_BYTES_OF_CHAR = 4;
const FIRST_BYTES = 256 * 1024;

type Write = (bytes: Uint8Array, value: unknown, it: Iterator) => void;

export class WireWriter {
  /** What was written, from the start to `it.offset`. */
  bytes: Uint8Array = new Uint8Array(FIRST_BYTES);
  readonly it: Iterator = { offset: 0 };
  /** The instance that the next operations are about, once one of them is written. */
  #refId = -1;
  #isSwitched = true;

  /** What has been written up to `offset` stays. */
  restart(offset: number): void {
    this.it.offset = offset;
  }

  /** Memory that a write of the library's has outgrown is given up for more than it needed. */
  adopt(written: Uint8Array): void {
    if (written.buffer === this.bytes.buffer) return;
    this.bytes = new Uint8Array(2 * written.byteLength);
    this.bytes.set(written);
  }

  put(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.bytes.set(bytes, this.it.offset);
    this.it.offset += bytes.length;
  }

  copy(): Uint8Array {
    return this.bytes.slice(0, this.it.offset);
  }

  /** What follows is about this instance. Nothing is written where nothing follows. */
  about(refId: number): void {
    this.#refId = refId;
    this.#isSwitched = false;
  }

  field(encoder: Encoder, operation: OPERATION, index: number, fields: Fields, value: unknown): void {
    this.#begin();
    this.bytes[this.it.offset++] = (index | operation) & 255;
    if (operation === OPERATION.DELETE) return;
    const write = fields.encoders[index];
    if (write !== undefined && typeof value !== 'string') write(this.bytes, value, this.it);
    else this.#value(encoder, fields.types[index], value);
  }

  /** Empties a collection. */
  clear(): void {
    this.#begin();
    this.bytes[this.it.offset++] = OPERATION.CLEAR;
  }

  /** An element of a list, set, collection or stream by its index; of a map by its index and, where it is new, its key. */
  element(
    encoder: Encoder,
    operation: OPERATION,
    at: number,
    key: string | undefined,
    type: unknown,
    value: unknown,
  ): void {
    this.#begin();
    this.bytes[this.it.offset++] = operation & 255;
    encode.number(this.bytes, at, this.it);
    if (operation === OPERATION.DELETE || operation === OPERATION.DELETE_BY_REFID) return;
    if (key !== undefined) this.#value(encoder, 'string', key);
    this.#value(encoder, type, value);
  }

  #value(encoder: Encoder, type: unknown, value: unknown): void {
    if (isRef(value)) {
      this.#reserve(MOST_BYTES);
      encode.number(this.bytes, value[$refId] ?? 0, this.it);
      if (typeof type === 'function') {
        encoder.tryEncodeTypeId(this.bytes, type as typeof Schema, value.constructor as typeof Schema, this.it);
      }
      return;
    }
    this.#reserve(MOST_BYTES + (typeof value === 'string' ? value.length * MOST_BYTES_OF_CHAR : 0));
    const write: Write | undefined = typeof type === 'string' ? Reflect.get(encode, type) : undefined;
    write?.(this.bytes, value, this.it);
  }

  #begin(): void {
    this.#reserve(MOST_BYTES);
    if (this.#isSwitched) return;
    this.#isSwitched = true;
    this.bytes[this.it.offset++] = SWITCH_TO_STRUCTURE;
    encode.number(this.bytes, this.#refId, this.it);
  }

  #reserve(bytes: number): void {
    const needed = this.it.offset + bytes;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(2 * needed);
    grown.set(this.bytes.subarray(0, this.it.offset));
    this.bytes = grown;
  }
}

/** One for the whole process: encoding never waits, and what comes of it is copied. */
export const writer = new WireWriter();
