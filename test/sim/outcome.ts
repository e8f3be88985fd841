/** What one simulated match has come to. */
import type { Recording } from '../../shared/runtime/host.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { Plan } from './plan.ts';

/** Something that must not be. */
export interface MatchViolation {
  /** The same words for the same fault of ours, whatever the seed. */
  readonly invariant: string;
  /** The match and the tick it was seen in. */
  readonly match: string;
  readonly tick: number;
  /** Who and what, with fields and values. */
  readonly details: string;
}

export interface SimOutcome {
  readonly plan: Plan;
  /** In the order of the ticks; none where all is well. */
  readonly violations: readonly MatchViolation[];
  /** Match time in ms, of all matches. */
  readonly simulatedMs: number;
  readonly matches: number;
  readonly ticks: number;
  /** How often each fault has really happened. */
  readonly injected: Readonly<Partial<Record<FaultKind, number>>>;
  /** Where the processes crashed, in their order. */
  readonly crashes: readonly string[];
  /** How many crash points each process passed. */
  readonly points: readonly number[];
  /** How often each branch of the game was reached. */
  readonly branches: Readonly<Record<string, number>>;
  /** What happened last before the first finding, oldest first; for players. */
  readonly lastEvents: readonly string[];
  /** The journal of the match of the first finding. */
  readonly recording: Recording | undefined;
  /** Tells one run from another: two runs of one plan have the same. */
  readonly fingerprint: number;
}
