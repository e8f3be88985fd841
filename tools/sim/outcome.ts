/** The outcome of one simulated match. */
import type { Recording } from '../../shared/runtime/host.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { Plan } from './plan.ts';

/** A violated invariant, with its match and tick. */
export interface MatchViolation {
  /** The same text for the same bug, whatever the seed. */
  readonly invariant: string;
  readonly match: string;
  readonly tick: number;
  /** Who and what, with fields and values. */
  readonly details: string;
}

export interface SimOutcome {
  readonly plan: Plan;
  /** By tick. */
  readonly violations: readonly MatchViolation[];
  /** Match time in ms, of all matches. */
  readonly simulatedMs: number;
  readonly matches: number;
  readonly ticks: number;
  /** How often each kind of fault has really happened. */
  readonly injected: Readonly<Partial<Record<FaultKind, number>>>;
  /** Where the processes crashed, in their order. */
  readonly crashes: readonly string[];
  /** How many crash points each process passed. */
  readonly points: readonly number[];
  /** How often each branch of the game was reached. */
  readonly branches: Readonly<Record<string, number>>;
  /** The last events before the first violation, oldest first. */
  readonly lastEvents: readonly string[];
  /** The journal of the match of the first violation. */
  readonly recording: Recording | undefined;
  /** Tells one run from another: two runs of one plan have the same. */
  readonly fingerprint: number;
}
