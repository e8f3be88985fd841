/** How a host builds a match. */
import type { Limits, TurnObserver } from '../kernel/kernel.ts';
import type { Snapshot } from '../record/snapshot.ts';

export interface MatchOptions {
  readonly limits?: Partial<Limits>;
  /** Keeps what the script does in each tick, for `takeTrace()`. */
  readonly trace?: boolean;
  /** Called before and after each turn of a task, with its path in the task tree: to compare two runs. */
  readonly onTurn?: TurnObserver;
  /** Builds the match as it was there; `resume()` then takes the place of the ticks up to that one. */
  readonly from?: Snapshot;
}
