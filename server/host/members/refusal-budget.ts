/**
 * How much of what one member says may be refused by the match. What enters a match is journaled before the match sees it, and kept with its
 * replay: so what it refuses is paid for, and a member who has nothing left is refused before that.
 */
import { LIMITS } from '../limits.ts';

export class RefusalBudget {
  readonly #perTick: number;
  /** Below 0 where more was refused than there was: that has to come back first. */
  #left: number = LIMITS.refusedBurst;
  #tick = 0;
  /** Types of which a message has entered and been paid for since the last tick, though the match would have refused it then. */
  readonly #paid = new Set<string>();
  /** The most that one of the other messages since the last tick would cost. */
  #most = 1;

  constructor(tickRate: number) {
    this.#perTick = LIMITS.refusedPerSecond / tickRate;
  }

  /** Pays for a message that the match would refuse as it stands. False: there is not enough left. */
  pay(tick: number, type: string, bytes: number): boolean {
    this.#advance(tick);
    const cost = costOf(bytes);
    if (this.#left < cost) return false;
    this.#left -= cost;
    this.#paid.add(type);
    return true;
  }

  /** Whether anything may enter. Takes note of a message that the match may take: it is paid for if it does not. */
  admits(tick: number, bytes: number): boolean {
    this.#advance(tick);
    if (this.#left <= 0) return false;
    this.#most = Math.max(this.#most, costOf(bytes));
    return true;
  }

  /** The match has refused a message that entered in its last tick. */
  refused(type: string): void {
    if (!this.#paid.has(type)) this.#left -= this.#most;
  }

  #advance(tick: number): void {
    if (tick === this.#tick) return;
    this.#left = Math.min(LIMITS.refusedBurst, this.#left + (tick - this.#tick) * this.#perTick);
    this.#tick = tick;
    this.#paid.clear();
    this.#most = 1;
  }
}

/** In messages: a large one is as many. */
function costOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / LIMITS.refusedMessageBytes));
}
