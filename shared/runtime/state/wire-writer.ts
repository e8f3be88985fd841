/** Writes operations for the library's decoder into a growing buffer. */
import { $refId, encode, OPERATION, type Encoder, type Iterator, type Schema } from '@colyseus/schema';
import { isRef } from './fields.ts';
import { type Fields } from './visibility.ts';

/** Switches to another instance. */
const SWITCH_TO_STRUCTURE = 255;
/** The maximum size of anything but text. */
const MAX_BYTES = 32;
const MAX_BYTES_PER_CHAR = 4;
const FIRST_BYTES = 256 * 1024;

type Write = (bytes: Uint8Array, value: unknown, it: Iterator) => void;

export class WireWriter {
  /** The bytes written, up to `it.offset`. */
  bytes: Uint8Array = new Uint8Array(FIRST_BYTES);
  readonly it: Iterator = { offset: 0 };
  /** The instance of the next operations, written before the first of them. */
  #refId = -1;
  #isSwitched = true;

  /** Keeps what was written up to `offset`. */
  restart(offset: number): void {
    this.it.offset = offset;
  }

  /** Replaces a buffer that a write of the library has outgrown by a larger one. */
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

  /** Selects the instance of the next operations. Written only if there are any. */
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

  /** Clears a collection. */
  clear(): void {
    this.#begin();
    this.bytes[this.it.offset++] = OPERATION.CLEAR;
  }

  /** An element by its index; a new one of a map with its key too. */
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
      this.#reserve(MAX_BYTES);
      encode.number(this.bytes, value[$refId] ?? 0, this.it);
      if (typeof type === 'function') {
        encoder.tryEncodeTypeId(this.bytes, type as typeof Schema, value.constructor as typeof Schema, this.it);
      }
      return;
    }
    this.#reserve(MAX_BYTES + (typeof value === 'string' ? value.length * MAX_BYTES_PER_CHAR : 0));
    const write: Write | undefined = typeof type === 'string' ? Reflect.get(encode, type) : undefined;
    write?.(this.bytes, value, this.it);
  }

  #begin(): void {
    this.#reserve(MAX_BYTES);
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

/** One for the process: encoding is synchronous, and its results are copied. */
export const writer = new WireWriter();
