/** How a host builds a match. */
import type { Limits } from '../kernel/kernel.ts';
import type { Snapshot } from '../record/snapshot.ts';

export interface MatchOptions {
  readonly limits?: Partial<Limits>;
  /** Keeps what the script does in each tick, for `takeTrace()`. */
  readonly trace?: boolean;
  /** Builds the match as it was there; `resume()` then takes the place of the ticks up to that one. */
  readonly from?: Snapshot;
}
