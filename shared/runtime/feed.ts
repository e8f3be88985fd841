/** An async iterator that buffers what comes between two steps of its loop. It belongs to one strand. */
import { DuplicateWait, WrongStrand } from './errors.ts';
import { Fifo } from './fifo.ts';
import type { Strand } from './strand.ts';
import { Wait } from './wait.ts';

export interface FeedEvents<T, V> {
  /** What the loop gets of an item. */
  valueOf(item: T): V;
  /** The loop has the item. */
  taken?(item: T): void;
  /** The loop is over, and never got the item. */
  dropped?(item: T): void;
  closed?(): void;
}

export class Feed<T, V = T> implements AsyncIterableIterator<V, undefined> {
  readonly #owner: Strand;
  readonly #label: string;
  readonly #limit: number;
  readonly #events: FeedEvents<T, V>;
  readonly #items = new Fifo<T>();
  #wait: FeedWait<T, V> | undefined;
  #closed = false;

  /** @param limit how many items are kept while the loop is busy */
  constructor(owner: Strand, label: string, limit: number, events: FeedEvents<T, V>) {
    this.#owner = owner;
    this.#label = label;
    this.#limit = limit;
    this.#events = events;
    owner.atEnd(this.#close);
  }

  /** Offers an item. False: it does not fit. */
  offer(item: T): boolean {
    if (this.#closed) return false;
    if (this.#wait?.pending) this.#wait.hand(item);
    else if (this.#items.length < this.#limit) this.#items.push(item);
    else return false;
    return true;
  }

  /** Takes an item out that nobody needs any more. */
  discard(item: T): void {
    this.#items.remove(item);
  }

  /** No more items will come: the loop ends after those it has. */
  end(): void {
    this.#closed = true;
    if (this.#wait?.pending) this.#wait.succeed({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<V, undefined>> {
    const strand = this.#owner.kernel.enter('iterator.next');
    if (strand !== this.#owner) throw new WrongStrand(this.#label, this.#owner.name, strand.name);
    if (this.#wait?.pending) throw new DuplicateWait(strand.name, this.#label);
    if (this.#items.length > 0 && strand.mayGoOn()) {
      const item = this.#items.shift() as T;
      this.#events.taken?.(item);
      return Promise.resolve({ done: false, value: this.#events.valueOf(item) });
    }
    this.#wait = new FeedWait(strand, this.#label, this);
    return this.#wait.begin();
  }

  return(): Promise<IteratorResult<V, undefined>> {
    this.#close();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** A wait begins: it gets what is there. */
  serve(wait: FeedWait<T, V>): void {
    if (this.#items.length > 0) wait.hand(this.#items.shift() as T);
    else if (this.#closed) wait.succeed({ done: true, value: undefined });
  }

  valueOf(item: T): V {
    return this.#events.valueOf(item);
  }

  take(item: T): void {
    this.#events.taken?.(item);
  }

  putBack(item: T): void {
    this.#items.unshift(item);
  }

  readonly #close = (): void => {
    this.#owner.notAtEnd(this.#close);
    this.end();
    this.#events.closed?.();
    for (const item of this.#items.drain()) this.#events.dropped?.(item);
  };
}

class FeedWait<T, V> extends Wait<IteratorResult<V, undefined>> {
  readonly label: string;
  readonly #feed: Feed<T, V>;
  /** What was handed over; nothing where the feed has ended. */
  #item: T | undefined;

  constructor(strand: Strand, label: string, feed: Feed<T, V>) {
    super(strand);
    this.label = label;
    this.#feed = feed;
  }

  hand(item: T): void {
    this.#item = item;
    this.giveBack = this.#putBack;
    this.succeed({ done: false, value: this.#feed.valueOf(item) });
  }

  #putBack(): void {
    if (this.#item !== undefined) this.#feed.putBack(this.#item);
  }

  protected override attach(): void {
    this.#feed.serve(this);
  }

  protected override detach(): void {}

  protected override committed(): void {
    if (this.#item !== undefined) this.#feed.take(this.#item);
  }
}
