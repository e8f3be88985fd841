/** Seeded randomness: the same seed and stream name always give the same numbers. */
import { BLOCK_WORDS, ChaCha } from './chacha.ts';

/** The position of a stream, to save and restore: the number of words drawn. */
export type RandomState = number;

/**
 * A stream of random numbers. Each part of a match has a stream of its own, so that drawing from one does not affect the
 * others. Seen numbers do not reveal others: hidden dice stay hidden as long as the seed does.
 *
 * @example
 * const die = room.random.int(1, 6);
 */
export class Random {
  readonly #stream: ChaCha;
  #drawn = 0;
  /** The current block of words; undefined if it has to be computed. */
  #block: Uint32Array | undefined;

  /**
   * A stream of its own: the same seed and stream name give the same numbers.
   *
   * @param stream names the stream
   */
  constructor(seed: string, stream: string) {
    this.#stream = new ChaCha(`${seed.length} ${seed} ${stream}`);
  }

  /** How many numbers were drawn, to save and restore the stream's position. */
  get state(): RandomState {
    return this.#drawn;
  }

  set state(drawn: RandomState) {
    this.#drawn = drawn;
    this.#block = undefined;
  }

  #next(): number {
    const at = this.#drawn % BLOCK_WORDS;
    if (at === 0 || this.#block === undefined) this.#block = this.#stream.block((this.#drawn - at) / BLOCK_WORDS);
    this.#drawn++;
    return this.#block[at] as number;
  }

  /** At least 0, less than 1, with 53 bits. */
  float(): number {
    return ((this.#next() >>> 5) * 67108864 + (this.#next() >>> 6)) / 9007199254740992;
  }

  /**
   * A whole number from `min` to `max`, both included, all equally likely.
   *
   * @throws RangeError if these are not safe integers with min ≤ max and at most 2^32 values
   */
  int(min: number, max: number): number {
    const span = max - min + 1;
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || span < 1 || span > 2 ** 32) {
      throw new RangeError(
        `int(min, max) takes whole numbers with min ≤ max and at most 2^32 values, not ${min}, ${max}`,
      );
    }
    const unbiased = 2 ** 32 - (2 ** 32 % span);
    let drawn = this.#next();
    while (drawn >= unbiased) drawn = this.#next();
    return min + (drawn % span);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.float() < probability;
  }

  /**
   * One of the items, all equally likely.
   *
   * @throws RangeError if there is none
   */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('pick() needs at least one item');
    return items[this.int(0, items.length - 1)] as T;
  }

  /** A copy of the items in random order. */
  shuffle<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let index = copy.length - 1; index > 0; index--) {
      const other = this.int(0, index);
      [copy[index], copy[other]] = [copy[other] as T, copy[index] as T];
    }
    return copy;
  }
}
