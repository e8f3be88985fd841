/**
 * A queue ordered by number, to which items may be returned after they were taken. Adding an item and returning items in
 * order take constant time; returning them in any other order takes logarithmic time.
 */
import { Fifo } from './fifo.ts';

/** An item with a unique place in the order. */
export interface Ordered {
  readonly order: number;
}

export class OrderedQueue<T extends Ordered> {
  readonly #items = new Fifo<T>();
  /** Returned items, as a heap: each item has a lower number than the two at twice its index. */
  #returned: T[] = [];

  get length(): number {
    return this.#items.length + this.#returned.length;
  }

  /** Adds an item with a higher number than all before it. */
  push(item: T): void {
    this.#items.push(item);
  }

  /** Returns an item to its place. */
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

  /** Removes the item with the lowest number. */
  shift(): T | undefined {
    const [returned] = this.#returned;
    if (returned === undefined) return this.#items.shift();
    const first = this.#items.first;
    if (first !== undefined && first.order < returned.order) return this.#items.shift();
    this.#dropTop();
    return returned;
  }

  /** Removes all items. */
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
