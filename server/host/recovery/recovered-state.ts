/** What the process that recovers a room still has to do for it. */
import type { Output, Trace } from '../../../shared/runtime/host.ts';

export interface RecoveredState {
  readonly botsWanted: number;
  readonly lastBot: number;
  /** Effects without a result. */
  readonly effects: readonly Extract<Output, { kind: 'effect' }>[];
  /** Players whom the script has sent away, and who have not left. */
  readonly dismissed: ReadonlySet<string>;
  /** Players seated in the last tick before the crash, who may never have got their token. */
  readonly unconfirmed: ReadonlySet<string>;
  /** What the script did in the last tick, where the journal does not have it. */
  readonly trace: Trace | undefined;
}
