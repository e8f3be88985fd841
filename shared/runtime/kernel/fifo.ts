/** A first-in-first-out queue with constant-time ends: a ring buffer that grows, and that stays small in an idle room. */

/** The smallest capacity, and the largest that is kept while empty. Powers of two. */
const MIN_CAPACITY = 8;
const KEPT = 1024;

export class Fifo<T> {
  #ring: (T | undefined)[] = [];
  #mask = -1;
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The item that comes out next. */
  get first(): T | undefined {
    return this.#length === 0 ? undefined : this.#ring[this.#head];
  }

  push(item: T): void {
    if (this.#length > this.#mask) this.#grow();
    this.#ring[(this.#head + this.#length++) & this.#mask] = item;
  }

  /** Puts an item back at the front. */
  unshift(item: T): void {
    if (this.#length > this.#mask) this.#grow();
    this.#head = (this.#head - 1) & this.#mask;
    this.#ring[this.#head] = item;
    this.#length++;
  }

  shift(): T | undefined {
    if (this.#length === 0) return undefined;
    const item = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & this.#mask;
    if (--this.#length === 0 && this.#mask >= KEPT) this.clear();
    return item;
  }

  /** Removes all items. */
  drain(): T[] {
    const items: T[] = [];
    while (this.#length > 0) items.push(this.shift() as T);
    return items;
  }

  clear(): void {
    this.#ring = [];
    this.#mask = -1;
    this.#head = 0;
    this.#length = 0;
  }

  #grow(): void {
    const length = this.#length;
    const items = this.drain();
    const capacity = Math.max(MIN_CAPACITY, length * 2);
    this.#ring = items;
    this.#ring.length = capacity;
    // Filled, so that the engine keeps the ring as a packed array.
    this.#ring.fill(undefined, length);
    this.#mask = capacity - 1;
    this.#head = 0;
    this.#length = length;
  }
}
