/** The ChaCha20 stream: however many of its numbers are known, the next cannot be predicted. */

/** "expand 32-byte k", the constant of the cipher. */
const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;
const DOUBLE_ROUNDS = 10;
const KEY = 4;
const KEY_WORDS = 8;
const COUNTER = KEY + KEY_WORDS;

/** Words in a block. */
export const BLOCK_WORDS = 16;

function quarter(x: Uint32Array, a: number, b: number, c: number, d: number): void {
  // Signed 32-bit words, which engines keep unboxed.
  let [va, vb, vc, vd] = [x[a]! | 0, x[b]! | 0, x[c]! | 0, x[d]! | 0];
  va = (va + vb) | 0;
  vd ^= va;
  vd = (vd << 16) | (vd >>> 16);
  vc = (vc + vd) | 0;
  vb ^= vc;
  vb = (vb << 12) | (vb >>> 20);
  va = (va + vb) | 0;
  vd ^= va;
  vd = (vd << 8) | (vd >>> 24);
  vc = (vc + vd) | 0;
  vb ^= vc;
  vb = (vb << 7) | (vb >>> 25);
  x[a] = va;
  x[b] = vb;
  x[c] = vc;
  x[d] = vd;
}

/** The cipher's block function: fills `out` with the block of `input`. */
export function makeBlock(input: Uint32Array, out: Uint32Array): void {
  out.set(input);
  for (let round = 0; round < DOUBLE_ROUNDS; round++) {
    quarter(out, 0, 4, 8, 12);
    quarter(out, 1, 5, 9, 13);
    quarter(out, 2, 6, 10, 14);
    quarter(out, 3, 7, 11, 15);
    quarter(out, 0, 5, 10, 15);
    quarter(out, 1, 6, 11, 12);
    quarter(out, 2, 7, 8, 13);
    quarter(out, 3, 4, 9, 14);
  }
  for (let word = 0; word < BLOCK_WORDS; word++) out[word] = out[word]! + input[word]!;
}

/** Derives a key from a text: mixes 128 bits of it at a time into a block, which is permuted after each. */
function keyOf(text: string): Uint32Array {
  const block = new Uint32Array(BLOCK_WORDS);
  const stirred = new Uint32Array(BLOCK_WORDS);
  block.set(CONSTANTS);
  for (let from = 0; from <= text.length; from += KEY_WORDS) {
    for (let at = from; at < Math.min(from + KEY_WORDS, text.length); at++)
      block[KEY + at - from]! ^= text.charCodeAt(at);
    block[COUNTER]! ^= text.length;
    makeBlock(block, stirred);
    block.set(stirred);
  }
  return block.slice(KEY, KEY + KEY_WORDS);
}

/**
 * A stream of 32-bit words, derived from a text.
 *
 * @example
 * const stream = new ChaCha('a secret');
 * stream.block(0)[0]; // the first word
 */
export class ChaCha {
  readonly #input = new Uint32Array(BLOCK_WORDS);
  readonly #block = new Uint32Array(BLOCK_WORDS);

  constructor(text: string) {
    this.#input.set(CONSTANTS);
    this.#input.set(keyOf(text), KEY);
  }

  /** The words of a block, valid until the next call. */
  block(number: number): Uint32Array {
    this.#input[COUNTER] = number;
    this.#input[COUNTER + 1] = Math.floor(number / 2 ** 32);
    makeBlock(this.#input, this.#block);
    return this.#block;
  }
}
