/** A condition: strands wait at it until they are notified of a change. */
import type { Kernel } from '../kernel/kernel.ts';
import { checkCount } from '../errors/argument-checks.ts';
import { following, Settled } from '../kernel/wait.ts';
import { Waiter, Waiters } from './waiters.ts';

/**
 * A place to wait for a change. It needs no lock, as nothing else of the room runs during a turn.
 *
 * @example
 * const restocked = room.condition();
 * room.spawn(async () => { await restocked.waitFor(() => stock > 0); sell(); });
 * stock += 10;
 * restocked.notifyAll();
 */
export class Condition {
  readonly #kernel: Kernel;
  readonly #waiters = new Waiters<void>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /**
   * Waits for a notification. One that reaches a cancelled strand goes to the next.
   *
   * @throws {@link DuplicateWait} if this strand waits for this condition already
   */
  wait(): Promise<void> {
    const strand = this.#kernel.enter('condition.wait');
    strand.checkWaitsOnce(this.#waiters);
    return new Waiter(strand, this.#waiters, 'condition', this.#passOn).begin();
  }

  /**
   * Waits until `predicate` holds: it is called now and after each notification. It must be synchronous.
   *
   * @throws {@link DuplicateWait} if this strand waits for this condition already; what `predicate` threw
   */
  waitFor(predicate: () => boolean): Promise<void> {
    const strand = this.#kernel.enter('condition.waitFor');
    strand.checkWaitsOnce(this.#waiters);
    return this.#kernel.callSystem(predicate)
      ? Settled.atOnce(strand, 'condition', undefined)
      : following(strand, this.#waitUntil(predicate));
  }

  /**
   * Wakes the `count` strands that have waited longest; Infinity wakes all.
   *
   * @throws RangeError if `count` is not a whole number of 0 or more
   */
  notify(count = 1): void {
    this.#kernel.touch('condition.notify');
    if (count !== Infinity) checkCount('notify(count) takes 0 or more', count, 0);
    for (let left = count; left > 0 && this.#waiters.handOver(undefined); left--);
  }

  /** Wakes all that wait. */
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
