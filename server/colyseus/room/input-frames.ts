/** Reads input frames of SDK clients: each has the changes since the last one, and when its player saw the others. */
import { decode, getEncodeDescriptor, type Iterator } from '@colyseus/schema';
import type { InputSpec } from '../../../shared/runtime/index.ts';

/** Integer types of a schema, and their sizes in bytes. */
const BYTES = { uint8: 1, int8: 1, uint16: 2, int16: 2, uint32: 4, int32: 4 } as const;
type WholeNumber = keyof typeof BYTES;

/** The kind of a frame, and the longest stamp. */
const HEAD_BYTES = 1;
const STAMP_BYTES = 9;

/** A field begins with its number, with this bit where the client has not sent it before. */
const ADD = 0x80;

/** Reads the fields of a game's input. */
export class InputFormat {
  readonly neutral: readonly number[];
  /** A frame has each field at most once, so none is longer. */
  readonly maxBytes: number;
  readonly #types: readonly WholeNumber[];

  /** @throws RangeError where a field is no integer */
  constructor({ frame }: InputSpec) {
    const { types, names } = getEncodeDescriptor(new frame());
    this.#types = types.map((type: unknown, index) => {
      if (isWholeNumber(type)) return type;
      throw new RangeError(`the input "${names[index]}" is none of ${Object.keys(BYTES).join(', ')}`);
    });
    this.neutral = this.#types.map(() => 0);
    this.maxBytes = this.#types.reduce((bytes, type) => bytes + 1 + BYTES[type], HEAD_BYTES + STAMP_BYTES);
  }

  /** Reads the rest of a frame over the numbers of the last one. False: the frame is malformed. */
  read(bytes: Uint8Array, at: Iterator, numbers: number[]): boolean {
    while (at.offset < bytes.length) {
      const field = (bytes[at.offset++] ?? 0) & ~ADD;
      const type = this.#types[field];
      if (type === undefined || at.offset + BYTES[type] > bytes.length) return false;
      numbers[field] = decode[type](bytes, at);
    }
    return true;
  }
}

/** The frames of one connection: each has the difference from the last one. */
export class InputReader {
  readonly #format: InputFormat;
  readonly #numbers: number[];
  /** When the player saw the others, by the last stamp: in ms of the wire clock. */
  #stamp = 0;

  constructor(format: InputFormat) {
    this.#format = format;
    this.#numbers = [...format.neutral];
  }

  /**
   * Reads a frame.
   *
   * @param at after the frame's first byte
   * @param isStamped the frame has a stamp: when its player saw the others
   * @returns its numbers, and its stamp where that is valid; undefined: the frame is malformed or too long
   */
  read(
    bytes: Uint8Array,
    at: Iterator,
    isStamped: boolean,
  ): { readonly numbers: number[]; readonly stamp: number | undefined } | undefined {
    if (bytes.length > this.#format.maxBytes) return undefined;
    if (isStamped) {
      const change: unknown = decode.number(bytes, at);
      if (typeof change !== 'number' || !Number.isFinite(change) || at.offset > bytes.length) return undefined;
      this.#stamp += change;
    }
    if (!this.#format.read(bytes, at, this.#numbers)) return undefined;
    return { numbers: [...this.#numbers], stamp: isStamped && this.#stamp > 0 ? this.#stamp : undefined };
  }
}

function isWholeNumber(type: unknown): type is WholeNumber {
  return typeof type === 'string' && Object.hasOwn(BYTES, type);
}
