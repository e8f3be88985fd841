/** How a host builds a match. */
import type { Limits, TurnObserver } from '../kernel/kernel.ts';
import type { Snapshot } from '../record/snapshot.ts';

/** How a host builds a match. */
export interface MatchOptions {
  /** Limits that differ from `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** Records what the script does in each tick, for `takeTrace()`. */
  readonly trace?: boolean;
  /** Called before and after each turn of a task, with its path in the task tree: to compare two runs. */
  readonly onTurn?: TurnObserver;
  /** Restores the match from this snapshot; `resume()` then replaces the ticks up to it. */
  readonly from?: Snapshot;
}
