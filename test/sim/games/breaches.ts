/** What a watcher finds in one tick. */
import type { Breach } from './sim-game.ts';

/** Nearly every tick has nothing: they share this. */
const NOTHING: readonly Breach[] = [];

/**
 * Collects the breaches of one tick.
 *
 * @example
 * if (seat.diceCount > 5) breaches.add('nobody has more than five dice', `seat ${index}: diceCount ${seat.diceCount}`);
 */
export class Breaches {
  #found: Breach[] = [];

  /** @param details made where the law is broken only: a tick is looked at thousands of times a second */
  add(law: string, details: string): void {
    this.#found.push({ law, details });
  }

  /** Those since the last call. */
  take(): readonly Breach[] {
    if (this.#found.length === 0) return NOTHING;
    const found = this.#found;
    this.#found = [];
    return found;
  }
}
