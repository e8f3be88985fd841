/** Match time over the network, as far as a page can tell it. */
import { msUntil } from '../deadline.ts';
import type { TableDeadline } from '../table.ts';

type DeadlineOfState = Exclude<TableDeadline, number>;

/** How many deadlines are followed at a time: the oldest are forgotten, and are exact again once they are asked for. */
const MAX_FOLLOWED = 8;

/**
 * Counts match time on by the page's own clock, from what the server has said last. A server that falls behind does not say so where a game
 * has no input frames; deadlines in the state tell it, since each has the time at which it was set.
 *
 * @example
 * const clock = new EstimatedClock(() => performance.now());
 * clock.set(welcome.now, welcome.held);
 * clock.msLeft(state.turn);
 */
export class EstimatedClock {
  readonly #localNow: () => number;
  /** Deadlines that were asked for, with their `now` when it was last looked at. */
  readonly #followed = new Map<DeadlineOfState, number>();
  #matchMs = 0;
  #localMs: number;
  #held = true;

  /** @param localNow the page's own clock, in ms */
  constructor(localNow: () => number) {
    this.#localNow = localNow;
    this.#localMs = localNow();
  }

  /** Match time in ms. */
  now(): number {
    return this.#held ? this.#matchMs : this.#matchMs + this.#localNow() - this.#localMs;
  }

  /** The server has told the time. */
  set(matchMs: number, held: boolean): void {
    this.#matchMs = matchMs;
    this.#localMs = this.#localNow();
    this.#held = held;
  }

  /** To be called after each change of the state. */
  onPatch(): void {
    for (const [deadline, known] of this.#followed) {
      if (deadline.now === known) continue;
      this.#followed.set(deadline, deadline.now);
      this.set(deadline.now, this.#held);
    }
  }

  /** The time left until a deadline of the state, which is followed from now on. */
  msLeft(deadline: TableDeadline): number {
    if (typeof deadline === 'object' && !this.#followed.has(deadline)) this.#follow(deadline);
    return msUntil(deadline, this.now());
  }

  #follow(deadline: DeadlineOfState): void {
    const [oldest] = this.#followed.keys();
    if (oldest !== undefined && this.#followed.size === MAX_FOLLOWED) this.#followed.delete(oldest);
    this.#followed.set(deadline, deadline.now);
  }
}
