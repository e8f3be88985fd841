/**
 * Bounds how many messages of one member the match may refuse. A message is journaled before the match sees it, and kept with the replay: so
 * each one that the match refuses is charged, and a member with nothing left is refused before its messages enter.
 */
import { LIMITS } from '../limits.ts';

export class RefusalBudget {
  readonly #perTick: number;
  /** Below 0: a debt, which time pays back first. */
  #left: number = LIMITS.refusedBurst;
  /** What the messages since the last tick will cost if the match refuses them all. */
  #reserved = 0;
  /** The highest cost of one of them: which one is refused is not known here. */
  #highestCost = 1;
  #tick = 0;

  constructor(tickRate: number) {
    this.#perTick = LIMITS.refusedPerSecond / tickRate;
  }

  /** Lets a message enter that the match may refuse. False: what is left does not cover it. */
  reserve(tick: number, bytes: number): boolean {
    this.#advance(tick);
    const cost = costOf(bytes);
    if (this.#left - this.#reserved < cost) return false;
    this.#take(cost);
    return true;
  }

  /** Lets a message enter that the match will probably accept. False: there is a debt, or nothing left. */
  admits(tick: number, bytes: number): boolean {
    this.#advance(tick);
    if (this.#left <= 0) return false;
    this.#take(costOf(bytes));
    return true;
  }

  /** The match has refused a message that entered with its last tick. */
  charge(): void {
    this.#left -= this.#highestCost;
  }

  #take(cost: number): void {
    this.#reserved += cost;
    this.#highestCost = Math.max(this.#highestCost, cost);
  }

  #advance(tick: number): void {
    if (tick === this.#tick) return;
    this.#left = Math.min(LIMITS.refusedBurst, this.#left + (tick - this.#tick) * this.#perTick);
    this.#tick = tick;
    this.#reserved = 0;
    this.#highestCost = 1;
  }
}

/** In messages: a long one counts as several. */
function costOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / LIMITS.refusedMessageBytes));
}
