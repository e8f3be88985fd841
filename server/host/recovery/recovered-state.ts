/** What one process leaves to the next of a room. */
import type { Output, Trace } from '../../../shared/runtime/host.ts';

/** What a process left behind that has ended: the next one takes it up. */
export interface RecoveredState {
  readonly botsWanted: number;
  readonly lastBot: number;
  /** Effects whose result is still to come. */
  readonly effects: readonly Extract<Output, { kind: 'effect' }>[];
  /** Those whom the script has sent away. */
  readonly dismissed: ReadonlySet<string>;
  /** Those who sat down in the last tick: perhaps they were never told, and nobody has their tokens. */
  readonly unconfirmed: ReadonlySet<string>;
  /** What the script did in the last tick, where the journal does not tell. */
  readonly trace: Trace | undefined;
}
