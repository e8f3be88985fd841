/** Collects the violations of one tick. */
import type { Violation } from './sim-game.ts';

/** Nearly every tick has nothing: they share this. */
const NOTHING: readonly Violation[] = [];

/**
 * Collects the breaches of one tick.
 *
 * @example
 * if (seat.diceCount > 5) breaches.add('nobody has more than five dice', `seat ${index}: diceCount ${seat.diceCount}`);
 */
export class Violations {
  #found: Violation[] = [];

  /** @param details made where the invariant is broken only: a tick is looked at thousands of times a second */
  add(invariant: string, details: string): void {
    this.#found.push({ invariant, details });
  }

  /** Those since the last call. */
  take(): readonly Violation[] {
    if (this.#found.length === 0) return NOTHING;
    const found = this.#found;
    this.#found = [];
    return found;
  }
}
