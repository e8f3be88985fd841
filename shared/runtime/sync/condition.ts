/** Waiting to be notified that something has changed. */
import type { Kernel } from '../kernel/kernel.ts';
import { checkCount } from '../errors/argument-checks.ts';
import { following, Settled } from '../kernel/wait.ts';
import { Waiter, Waiters } from './waiters.ts';

/**
 * A place to wait for a change. It needs no lock: a turn is one.
 *
 * @example
 * while (stock === 0) await changed.wait();   // or: await changed.waitFor(() => stock > 0)
 */
export class Condition {
  readonly #kernel: Kernel;
  readonly #waiters = new Waiters<void>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Waits for a notification. One that reaches a cancelled strand goes to the next. */
  wait(): Promise<void> {
    const strand = this.#kernel.enter('condition.wait');
    strand.checkWaitsOnce(this.#waiters);
    return new Waiter(strand, this.#waiters, 'condition', this.#passOn).begin();
  }

  /** Waits until `predicate` holds, and looks at it again after each notification. It must be synchronous, as a system. */
  waitFor(predicate: () => boolean): Promise<void> {
    const strand = this.#kernel.enter('condition.waitFor');
    strand.checkWaitsOnce(this.#waiters);
    return this.#kernel.callSystem(predicate)
      ? Settled.atOnce(strand, 'condition', undefined)
      : following(strand, this.#waitUntil(predicate));
  }

  /** Wakes those who have waited longest, `count` of them; Infinity wakes all. */
  notify(count = 1): void {
    this.#kernel.touch('condition.notify');
    if (count !== Infinity) checkCount('notify(count) takes 0 or more', count, 0);
    for (let left = count; left > 0 && this.#waiters.handOver(undefined); left--);
  }

  notifyAll(): void {
    this.notify(this.#waiters.size);
  }

  async #waitUntil(predicate: () => boolean): Promise<void> {
    do await this.wait();
    while (!this.#kernel.callSystem(predicate));
  }

  readonly #passOn = (): void => {
    this.#waiters.handOver(undefined);
  };
}
