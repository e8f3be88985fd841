/** An async iterator that buffers items while its loop is busy. It belongs to one strand. */
import { WrongStrand } from '../errors/errors.ts';
import { Fifo } from '../kernel/fifo.ts';
import type { Strand } from '../kernel/strand.ts';
import { Wait } from '../kernel/wait.ts';

export interface FeedEvents<T, V> {
  /** The value that the loop gets for an item. */
  valueOf(item: T): V;
  /** Called when the loop has received an item. */
  taken?(item: T): void;
  /** Called for each item that the loop never received. */
  dropped?(item: T): void;
  closed?(): void;
  /** The source of the items. A strand may wait for one step at a time over all loops of a source. */
  readonly source: object;
}

export class Feed<T, V = T> implements AsyncIterableIterator<V, undefined> {
  readonly #owner: Strand;
  readonly #label: string;
  readonly #limit: number;
  readonly #events: FeedEvents<T, V>;
  readonly #items = new Fifo<T>();
  /** Discarded items, until they are skipped or removed. */
  readonly #discarded = new Set<T>();
  #wait: FeedWait<T, V> | undefined;
  /** No more items will come. */
  #ended = false;
  /** The loop has ended. */
  #closed = false;

  /** @param limit how many items are kept while the loop is busy */
  constructor(owner: Strand, label: string, limit: number, events: FeedEvents<T, V>) {
    this.#owner = owner;
    this.#label = label;
    this.#limit = limit;
    this.#events = events;
    owner.atEnd(this.#close);
  }

  /** Whether an item would be accepted now. */
  get hasRoom(): boolean {
    return !this.#ended && (this.#wait?.pending === true || this.#items.length < this.#limit);
  }

  /** Offers an item. False if there is no room. */
  offer(item: T): boolean {
    if (!this.hasRoom) return false;
    if (this.#wait?.pending) this.#wait.hand(item);
    else this.#items.push(item);
    return true;
  }

  /** Discards an item that is no longer needed. */
  discard(item: T): void {
    this.#discarded.add(item);
    // Removed once half of the items are discarded, so that discarding takes amortized constant time.
    if (this.#discarded.size * 2 <= this.#items.length) return;
    for (const each of this.#items.drain()) if (!this.#discarded.has(each)) this.#items.push(each);
    this.#discarded.clear();
  }

  /** Ends the loop after the items it has. */
  end(): void {
    this.#ended = true;
    if (this.#wait?.pending) this.#wait.succeed({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<V, undefined>> {
    const strand = this.#owner.kernel.enter('iterator.next');
    if (strand !== this.#owner) throw new WrongStrand(this.#label, this.#owner.name, strand.name);
    strand.checkWaitsOnce(this.source);
    if (this.#items.length > 0 && strand.mayGoOn()) {
      const item = this.#shift();
      if (item !== undefined) {
        this.#events.taken?.(item);
        return Promise.resolve({ done: false, value: this.#events.valueOf(item) });
      }
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

  get source(): object {
    return this.#events.source;
  }

  /** Starts a wait, which gets the next item if there is one. */
  serve(wait: FeedWait<T, V>): void {
    const item = this.#shift();
    if (item !== undefined) wait.hand(item);
    else if (this.#ended) wait.succeed({ done: true, value: undefined });
  }

  valueOf(item: T): V {
    return this.#events.valueOf(item);
  }

  take(item: T): void {
    this.#events.taken?.(item);
  }

  putBack(item: T): void {
    if (this.#closed) this.#events.dropped?.(item);
    else this.#items.unshift(item);
  }

  #shift(): T | undefined {
    let item = this.#items.shift();
    while (item !== undefined && this.#discarded.delete(item)) item = this.#items.shift();
    return item;
  }

  readonly #close = (): void => {
    if (this.#closed) return;
    this.#closed = true;
    this.#owner.notAtEnd(this.#close);
    this.end();
    this.#events.closed?.();
    for (const item of this.#items.drain()) this.#events.dropped?.(item);
  };
}

class FeedWait<T, V> extends Wait<IteratorResult<V, undefined>> {
  readonly label: string;
  readonly #feed: Feed<T, V>;
  /** An item that was handed over; undefined if the feed has ended. */
  #item: T | undefined;

  constructor(strand: Strand, label: string, feed: Feed<T, V>) {
    super(strand, true);
    this.label = label;
    this.#feed = feed;
  }

  override get source(): object {
    return this.#feed.source;
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
