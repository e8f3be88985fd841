/** How a host builds a match. */
import type { Limits } from '../kernel/kernel.ts';
import type { Snapshot } from '../record/snapshot.ts';

export interface MatchOptions {
  readonly limits?: Partial<Limits>;
  /** Records what the script does in each tick, for `takeTrace()`. */
  readonly trace?: boolean;
  /** Restores the match from this snapshot; `resume()` then replaces the ticks up to it. */
  readonly from?: Snapshot;
}
