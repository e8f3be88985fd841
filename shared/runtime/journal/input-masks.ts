/**
 * Input frames as they are committed, the bulk of a journal: unchanged numbers take no bytes, nor does the seat if it follows
 * the previous one.
 */
import { MAX_INPUT_FIELDS, type InputEntry } from '../room/input.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { INPUT_HEADS, type InputForm } from './entry-codec.ts';

/** The upper bits of the head are a mask of changes of the first four numbers. */
const HEAD_BITS = 4;
const HEAD_MASK = 0x0f;
/** The limit of masks of the other numbers. */
const WIDE_MASKS = 2 ** (MAX_INPUT_FIELDS + 1 - HEAD_BITS);

/** Writes and reads the inputs of a frame in order of seats. */
export class SeatOrder {
  /** The seat that may be left out. */
  #next = 0;

  /** Starts the next frame. */
  restart(): void {
    this.#next = 0;
  }

  write(writer: ByteWriter, { seat, changes }: InputEntry): void {
    let mask = 0;
    for (let index = 0; index < changes.length; index++) if (changes[index] !== 0) mask |= 1 << index;
    const form: InputForm = mask > HEAD_MASK ? 'wide' : seat === this.#next ? 'next' : 'input';
    writer.byte(INPUT_HEADS[form] | ((mask & HEAD_MASK) << HEAD_BITS));
    if (form !== 'next') writer.varint(seat);
    if (form === 'wide') writer.varint(mask >>> HEAD_BITS);
    for (const change of changes) if (change !== 0) writer.signed(change);
    this.#next = seat + 1;
  }

  read(reader: ByteReader, head: number, form: InputForm): InputEntry {
    const seat = form === 'next' ? this.#next : reader.varint();
    const high = form === 'wide' ? reader.below(WIDE_MASKS, 'mask of an input') << HEAD_BITS : 0;
    const mask = (head >>> HEAD_BITS) | high;
    const changes: number[] = [];
    for (let left = mask; left > 0; left >>>= 1) changes.push(left % 2 === 1 ? reader.signed() : 0);
    this.#next = seat + 1;
    return { kind: 'input', seat, changes };
  }
}
