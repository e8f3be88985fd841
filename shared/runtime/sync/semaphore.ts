/** A number of permits that strands share. */
import { ReleasedTooOften } from '../errors.ts';
import type { Kernel } from '../kernel.ts';
import { handled, Settled } from '../wait.ts';
import { Waiter, Waiters } from './waiters.ts';

/**
 * Lets `permits` strands in at a time, in the order in which they came. With one permit it is a lock.
 *
 * @example
 * const oven = room.semaphore(2);
 * await oven.use(() => bake(room));
 */
export class Semaphore {
  readonly #kernel: Kernel;
  readonly #permits: number;
  readonly #waiters = new Waiters<void>();
  #free: number;

  constructor(kernel: Kernel, permits: number) {
    if (!Number.isInteger(permits) || permits < 1)
      throw new RangeError(`a semaphore has 1 or more permits, not ${permits}`);
    this.#kernel = kernel;
    this.#permits = permits;
    this.#free = permits;
  }

  /** Permits that nobody holds. */
  get free(): number {
    return this.#free;
  }

  acquire(): Promise<void> {
    const strand = this.#kernel.enter('semaphore.acquire');
    if (this.#free > 0 && strand.interrupted === undefined) {
      this.#free--;
      return Settled.atOnce(strand, 'semaphore', undefined, this.#passOn);
    }
    return new Waiter(strand, this.#waiters, 'semaphore', this.#passOn).begin();
  }

  /** @throws {@link ReleasedTooOften} where nothing is held */
  release(): void {
    this.#kernel.touch('semaphore.release');
    if (this.#free === this.#permits) throw new ReleasedTooOften(this.#permits);
    this.#passOn();
  }

  /** Calls `fn` with a permit held, and releases it however `fn` ends. */
  use<T>(fn: () => Promise<T> | T): Promise<T> {
    return handled(this.#holding(this.acquire(), fn));
  }

  async #holding<T>(acquired: Promise<void>, fn: () => Promise<T> | T): Promise<T> {
    await acquired;
    try {
      return await fn();
    } finally {
      this.release();
    }
  }

  readonly #passOn = (): void => {
    if (!this.#waiters.handOver(undefined)) this.#free++;
  };
}
