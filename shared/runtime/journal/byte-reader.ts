/** Reads the output of a ByteWriter from untrusted bytes: every length is checked against the bytes left. */
import { tooLarge } from './replay-bounds.ts';
import { ReplayProblem } from './replay-problem.ts';

/** How many code units are joined at a time. */
const CHUNK_UNITS = 4096;

/** Limits beyond the bytes themselves, as a few bytes can take much memory. */
interface ReaderBounds {
  /** The limit of counted items. */
  readonly counted: number;
  /** The limit of counted items between two calls of `begin()`. */
  readonly countedAtOnce: number;
  /** The code units of one text. */
  readonly textUnits: number;
}

const UNBOUNDED: ReaderBounds = { counted: Infinity, countedAtOnce: Infinity, textUnits: Infinity };

/**
 * Reads what a {@link ByteWriter} wrote, from bytes that may be anything: every length is checked against what is left. Each method throws
 * `ReplayProblem` for bytes that cannot be read.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #bounds: ReaderBounds;
  #at = 0;
  #counted = 0;
  #begunAt = 0;

  /**
   * Reads from the first byte on.
   *
   * @param bounds how much it reads at most
   */
  constructor(bytes: Uint8Array, bounds: ReaderBounds = UNBOUNDED) {
    this.#bounds = bounds;
    // A Node Buffer's own slice() does not copy.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The number of bytes left. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** Counts an item that takes more memory than its bytes. @throws ReplayProblem `too-large` */
  count(): void {
    const { counted, countedAtOnce } = this.#bounds;
    if (++this.#counted > counted) throw tooLarge(`${counted} values of one kind`);
    if (this.#counted - this.#begunAt > countedAtOnce) throw tooLarge(`${countedAtOnce} values at once`);
  }

  /** Starts a new count. Returns how many items were counted since the last call. */
  begin(): number {
    const counted = this.#counted - this.#begunAt;
    this.#begunAt = this.#counted;
    return counted;
  }

  /** The next byte. */
  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw truncated();
    this.#at++;
    return value;
  }

  /** A whole number from 0 to 2^53 - 1, of seven bits in a byte. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw corrupt('a number is too large');
      if (byte < 128) return value;
      scale *= 128;
      if (scale > Number.MAX_SAFE_INTEGER) throw corrupt('a number is too long');
    }
  }

  /** A whole number with a sign, as small as its amount. */
  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A varint below `limit`. */
  below(limit: number, what: string): number {
    const value = this.varint();
    if (value >= limit) throw corrupt(`there is no ${what} ${value}`);
    return value;
  }

  /** A whole number of four bytes. */
  uint32(): number {
    this.#need(4);
    const value = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    return value;
  }

  /** A number of eight bytes. */
  float64(): number {
    this.#need(8);
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  /** A text of `count` code units. */
  units(count: number): string {
    this.#need(count);
    let text = '';
    const units: number[] = [];
    for (let left = count; left > 0; left--) {
      units.push(this.#unit());
      if (units.length === CHUNK_UNITS) text += String.fromCharCode(...units.splice(0));
    }
    return text + String.fromCharCode(...units);
  }

  /**
   * A text with its length.
   *
   * @throws ReplayProblem `too-large` for more than `mostUnits` code units
   */
  text(mostUnits: number = this.#bounds.textUnits): string {
    const units = this.varint();
    if (units > mostUnits) throw tooLarge(`${mostUnits} characters in one text`);
    return this.units(units);
  }

  /** A copy of the next bytes. */
  raw(count: number): Uint8Array<ArrayBuffer> {
    return this.part(count).slice();
  }

  /** The next bytes, in place. */
  part(count: number): Uint8Array {
    this.#need(count);
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  /** Bytes with their length. */
  blob(): Uint8Array<ArrayBuffer> {
    return this.raw(this.varint());
  }

  /** Checks that no bytes are left. @throws ReplayProblem `corrupt` otherwise */
  end(): void {
    if (this.left > 0) throw corrupt(`${this.left} bytes are left over`);
  }

  #unit(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    if (first >= 0xf0 || first < 0xc0) throw corrupt('a text is damaged');
    if (first < 0xe0) return ((first & 31) << 6) | this.#rest();
    return ((first & 15) << 12) | (this.#rest() << 6) | this.#rest();
  }

  #rest(): number {
    const byte = this.byte();
    if (byte >> 6 !== 2) throw corrupt('a text is damaged');
    return byte & 63;
  }

  #need(count: number): void {
    if (count > this.left) throw truncated();
  }
}

export function truncated(): ReplayProblem {
  return new ReplayProblem('truncated', 'The recording ends too early: its last part is missing.');
}

export function corrupt(why: string): ReplayProblem {
  return new ReplayProblem('corrupt', `The recording is damaged: ${why}.`);
}
