/** Collects the violations of one tick. */
import type { Violation } from './sim-game.ts';

/** Nearly every tick has no violation: these ticks share one list. */
const NOTHING: readonly Violation[] = [];

/**
 * Collects the violations of one tick.
 *
 * @example
 * if (seat.diceCount > 5) violations.add('nobody has more than five dice', `seat ${index}: diceCount ${seat.diceCount}`);
 */
export class Violations {
  #found: Violation[] = [];

  /** @param details to be built only for a violation: thousands of ticks are checked per second */
  add(invariant: string, details: string): void {
    this.#found.push({ invariant, details });
  }

  /** The violations since the last call. */
  take(): readonly Violation[] {
    if (this.#found.length === 0) return NOTHING;
    const found = this.#found;
    this.#found = [];
    return found;
  }
}

/** A group of invariants of one game. */
export abstract class Invariants {
  protected readonly violations: Violations;
  /** Called with each branch of the game that the match takes. */
  protected readonly reached: (branch: string) => void;

  constructor(violations: Violations, reached: (branch: string) => void) {
    this.violations = violations;
    this.reached = reached;
  }
}
