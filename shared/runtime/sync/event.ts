/** A flag that strands wait for. */
import type { Kernel } from '../kernel/kernel.ts';
import { Settled } from '../kernel/wait.ts';
import { Waiter, Waiters } from './waiters.ts';

/**
 * A flag that tasks wait for. While it is set, nobody waits.
 *
 * @example
 * const started = room.event();
 * room.spawn('starter', async () => { await room.sleep(3_000); started.set(); });
 * await started.wait();
 */
export class Event {
  readonly #kernel: Kernel;
  readonly #waiters = new Waiters<void>();
  #isSet = false;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Whether the event is set. */
  get isSet(): boolean {
    return this.#isSet;
  }

  /** Sets the event: all that wait go on, in the order in which they came, and later calls of `wait()` go on at once. */
  set(): void {
    this.#kernel.touch('event.set');
    this.#isSet = true;
    for (const waiter of this.#waiters) waiter.succeed(undefined);
  }

  /** Clears the event: later calls of `wait()` wait again. Those that were woken go on. */
  clear(): void {
    this.#kernel.touch('event.clear');
    this.#isSet = false;
  }

  /** Waits until the event is set. */
  wait(): Promise<void> {
    const strand = this.#kernel.enter('event.wait');
    if (this.#isSet) return Settled.atOnce(strand, 'event', undefined);
    return new Waiter(strand, this.#waiters, 'event').begin();
  }
}
