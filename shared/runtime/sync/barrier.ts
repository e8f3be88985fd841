/** A barrier: strands wait for each other at it. */
import type { Kernel } from '../kernel/kernel.ts';
import { checkCount } from '../errors/argument-checks.ts';
import { Settled } from '../kernel/wait.ts';
import { Waiter, Waiters } from './waiters.ts';

/**
 * Holds strands until `parties` of them have come, lets all of them go, and starts over. A strand that is cancelled while it waits does not
 * count.
 *
 * @example
 * const ready = room.barrier(2);
 * await room.all(room.players.map((player) => async () => {
 *   await player.next('ready');
 *   await ready.wait(); // until the other is ready too
 * }));
 */
export class Barrier {
  readonly #kernel: Kernel;
  readonly #parties: number;
  readonly #waiters = new Waiters<number>();

  constructor(kernel: Kernel, parties: number) {
    checkCount('a barrier has 1 or more parties', parties, 1);
    this.#kernel = kernel;
    this.#parties = parties;
  }

  /** The number of strands that wait now. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /**
   * Waits for the others.
   *
   * @returns a number of its own for each strand, from 0 in the order in which they came
   * @throws {@link DuplicateWait} if this strand waits at this barrier already
   */
  wait(): Promise<number> {
    const strand = this.#kernel.enter('barrier.wait');
    strand.checkWaitsOnce(this.#waiters);
    if (this.#waiters.size + 1 < this.#parties || strand.interrupted !== undefined) {
      return new Party(strand, this.#waiters, 'barrier').begin();
    }
    let index = 0;
    for (const waiter of this.#waiters) waiter.succeed(index++);
    return Settled.atOnce(strand, 'barrier', index);
  }
}

/** The wait of one strand. */
class Party extends Waiter<number> {
  override get source(): object {
    return this.among;
  }
}
