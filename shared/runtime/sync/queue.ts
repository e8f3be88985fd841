/** A bounded queue between strands. */
import { OrderedQueue } from '../kernel/ordered-queue.ts';
import { QueueClosed, QueueFull } from '../errors/errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkCount } from '../errors/argument-checks.ts';
import type { Strand } from '../kernel/strand.ts';
import { handled, Settled, Wait } from '../kernel/wait.ts';
import { Waiter, Waiters } from './waiters.ts';

/**
 * Items in the order in which they were put; each goes to one taker. An item that was handed to a strand which is
 * cancelled before it resumed goes to the next taker, or back to the front.
 *
 * @example
 * const orders = room.queue<string>(10);
 * room.spawn('kitchen', async () => { for await (const order of orders) await cook(order); });
 * orders.tryPut('soup');
 */
export class Queue<T> {
  readonly limit: number;
  readonly #kernel: Kernel;
  readonly #items = new OrderedQueue<Place<T>>();
  readonly #takers = new Set<Taker<T>>();
  readonly #putters = new Set<Putter<T>>();
  readonly #joiners = new Waiters<void>();
  #accepted = 0;
  #unfinished = 0;
  /** How many items were handed to takers that have not resumed: each may still come back. */
  #handed = 0;
  #closed = false;

  constructor(kernel: Kernel, limit: number) {
    checkCount('a queue holds 1 or more items', limit, 1);
    this.#kernel = kernel;
    this.limit = limit;
  }

  /** How many items wait to be taken. */
  get length(): number {
    return this.#items.length;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** @throws {@link QueueFull} or {@link QueueClosed}; then nothing was put */
  tryPut(item: T): void {
    this.#kernel.touch('queue.tryPut');
    if (this.#closed) throw new QueueClosed();
    if (!this.#accept(item)) throw new QueueFull(this.limit);
  }

  /** Puts an item once there is room for it. */
  put(item: T): Promise<void> {
    const strand = this.#kernel.enter('queue.put');
    if (this.#closed) return Settled.failing(strand, 'queue.put', new QueueClosed());
    const free = this.#putters.size === 0 && strand.interrupted === undefined;
    if (free && this.#accept(item)) return Settled.atOnce(strand, 'queue.put', undefined);
    return new Putter(strand, this.#putters, item).begin();
  }

  /**
   * Takes the next item, once there is one.
   *
   * @throws {@link QueueClosed} once the queue is closed and empty; {@link DuplicateWait} where this strand takes already
   */
  take(): Promise<T> {
    const strand = this.#kernel.enter('queue.take');
    strand.checkWaitsOnce(this.#takers);
    if (this.#items.length > 0 && strand.mayGoOn()) return Promise.resolve(this.#shift().item);
    if (this.#isOver) return Settled.failing(strand, 'queue.take', new QueueClosed());
    return new Taker(strand, this.#takings).begin();
  }

  /** Says that one taken item has been worked on; `join()` counts it. */
  done(): void {
    this.#kernel.touch('queue.done');
    if (this.#unfinished === 0) throw new RangeError('queue.done() was called more often than items were put');
    if (--this.#unfinished > 0) return;
    for (const joiner of this.#joiners) joiner.succeed(undefined);
  }

  /** Waits until `done()` has been called for every item that was put. */
  join(): Promise<void> {
    const strand = this.#kernel.enter('queue.join');
    if (this.#unfinished === 0) return Settled.atOnce(strand, 'queue.join', undefined);
    return new Waiter(strand, this.#joiners, 'queue.join').begin();
  }

  /**
   * Takes no more items; what is in it can still be taken. Those who wait for one are told with {@link QueueClosed}, once
   * no item can come back to them.
   */
  close(): void {
    this.#kernel.touch('queue.close');
    if (this.#closed) return;
    this.#closed = true;
    this.#endIfOver();
    for (const putter of [...this.#putters]) putter.fail(new QueueClosed());
  }

  /** Takes items until the queue is closed and empty. */
  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    return { next: () => handled(this.#next()) };
  }

  async #next(): Promise<IteratorResult<T, undefined>> {
    try {
      return { done: false, value: await this.take() };
    } catch (error) {
      if (error instanceof QueueClosed) return { done: true, value: undefined };
      throw error;
    }
  }

  /** Closed and empty, and no item is on its way to a taker who may give it back. */
  get #isOver(): boolean {
    return this.#closed && this.#handed === 0 && this.#items.length === 0;
  }

  #endIfOver(): void {
    if (this.#isOver) for (const taker of [...this.#takers]) taker.fail(new QueueClosed());
  }

  #accept(item: T): boolean {
    if (this.#takers.size === 0 && this.#items.length >= this.limit) return false;
    this.#unfinished++;
    const place = { item, order: this.#accepted++ };
    if (!this.#handOver(place)) this.#items.push(place);
    return true;
  }

  #handOver(place: Place<T>): boolean {
    for (const taker of this.#takers) {
      this.#handed++;
      taker.hand(place);
      return true;
    }
    return false;
  }

  #shift(): Place<T> {
    const place = this.#items.shift() as Place<T>;
    // Items that were given back may fill the queue beyond its limit: then there is no room yet.
    for (const putter of this.#putters) {
      if (this.#accept(putter.item)) putter.succeed(undefined);
      break;
    }
    return place;
  }

  readonly #takings: Takings<T> = {
    takers: this.#takers,
    begin: (taker) => {
      if (this.#items.length === 0) {
        this.#takers.add(taker);
      } else {
        const place = this.#shift();
        this.#handed++;
        taker.hand(place);
      }
    },
    taken: () => {
      this.#handed--;
      this.#endIfOver();
    },
    putBack: (place) => {
      this.#handed--;
      if (!this.#handOver(place)) this.#items.putBack(place);
    },
  };
}

/** An item and its place in the order in which the queue has accepted them. */
interface Place<T> {
  readonly item: T;
  readonly order: number;
}

/** The side of a queue that its takers see. */
interface Takings<T> {
  readonly takers: Set<Taker<T>>;
  begin(taker: Taker<T>): void;
  taken(): void;
  putBack(place: Place<T>): void;
}

/** Waits for an item. */
class Taker<T> extends Wait<T> {
  readonly label = 'queue.take';
  readonly #of: Takings<T>;
  #place: Place<T> | undefined;

  constructor(strand: Strand, of: Takings<T>) {
    super(strand);
    this.#of = of;
  }

  override get source(): object {
    return this.#of.takers;
  }

  hand(place: Place<T>): void {
    this.#place = place;
    this.succeed(place.item);
  }

  protected override attach(): void {
    this.#of.begin(this);
  }

  protected override detach(): void {
    this.#of.takers.delete(this);
  }

  protected override giveBack(): void {
    if (this.#place !== undefined) this.#of.putBack(this.#place);
  }

  protected override committed(): void {
    this.#of.taken();
  }
}

/** Waits for room in a full queue. Once its item is in, it stays in. */
class Putter<T> extends Wait<void> {
  readonly label = 'queue.put';
  readonly item: T;
  readonly #among: Set<Putter<T>>;

  constructor(strand: Strand, among: Set<Putter<T>>, item: T) {
    super(strand);
    this.#among = among;
    this.item = item;
  }

  protected override attach(): void {
    this.#among.add(this);
  }

  protected override detach(): void {
    this.#among.delete(this);
  }
}
