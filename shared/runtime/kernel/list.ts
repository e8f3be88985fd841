/** A linked list whose items carry the links: adding and removing take constant time and no memory. */

/** An item, in at most one list at a time. */
export interface Linked<T> {
  previous: T | undefined;
  next: T | undefined;
}

export class List<T extends Linked<T>> {
  first: T | undefined;
  size = 0;
  #last: T | undefined;

  add(item: T): void {
    item.previous = this.#last;
    if (this.#last === undefined) this.first = item;
    else this.#last.next = item;
    this.#last = item;
    this.size++;
  }

  /** Removes an item, which must be in this list. */
  remove(item: T): void {
    const { previous, next } = item;
    if (previous === undefined) this.first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    item.previous = undefined;
    item.next = undefined;
    this.size--;
  }

  /** Calls `fn` with each item in order; it may remove that item. */
  each(fn: (item: T) => void): void {
    for (let item = this.first; item !== undefined;) {
      const { next } = item;
      fn(item);
      item = next;
    }
  }

  *[Symbol.iterator](): Generator<T> {
    for (let item = this.first; item !== undefined; item = item.next) yield item;
  }
}
