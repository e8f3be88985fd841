/**
 * Items in the order of their numbers, some of which come back after they were taken. Adding one, and giving back in
 * order, take constant time each; giving back in any order takes the logarithm of what has come back.
 */
import { Fifo } from './fifo.ts';

/** Something with a place of its own in the order. */
export interface Ordered {
  readonly order: number;
}

export class OrderedQueue<T extends Ordered> {
  readonly #items = new Fifo<T>();
  /** What came back, as a heap: each item has a lower number than the two at twice its index. */
  #returned: T[] = [];

  get length(): number {
    return this.#items.length + this.#returned.length;
  }

  /** Adds an item whose number is above those of all before it. */
  push(item: T): void {
    this.#items.push(item);
  }

  /** Puts an item back in its place. */
  putBack(item: T): void {
    const heap = this.#returned;
    let index = heap.length;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const other = heap[above] as T;
      if (other.order < item.order) break;
      heap[index] = other;
      index = above;
    }
    heap[index] = item;
  }

  /** Takes out the item with the lowest number. */
  shift(): T | undefined {
    const [returned] = this.#returned;
    if (returned === undefined) return this.#items.shift();
    const first = this.#items.first;
    if (first !== undefined && first.order < returned.order) return this.#items.shift();
    this.#dropTop();
    return returned;
  }

  /** Takes all items out. */
  drain(): T[] {
    const items: T[] = [];
    for (let item = this.shift(); item !== undefined; item = this.shift()) items.push(item);
    return items;
  }

  #dropTop(): void {
    const heap = this.#returned;
    const last = heap.pop() as T;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= heap.length) break;
      const right = heap[below + 1];
      if (right !== undefined && right.order < (heap[below] as T).order) below++;
      const other = heap[below] as T;
      if (last.order < other.order) break;
      heap[index] = other;
      index = below;
    }
    heap[index] = last;
  }
}
