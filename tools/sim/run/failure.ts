/** A plan that violates an invariant, and the smallest plan that was found to do the same. */
import type { Recording } from '../../../shared/runtime/host.ts';
import type { MatchViolation, SimOutcome } from '../outcome.ts';
import type { Plan } from '../plan.ts';

/** The invariant that is violated when a simulation itself breaks. */
export const SIMULATION_BROKE = 'a simulation completes';

export interface SeedFailure {
  /** What was drawn from the seed. */
  readonly drawn: Plan;
  /** A smaller plan that violates the same invariant; `drawn` itself if none was looked for, or found. */
  readonly plan: Plan;
  /** The first violation of `plan`. */
  readonly violation: MatchViolation;
  readonly lastEvents: readonly string[];
  /** The journal of the match, if there is one; shortened if it violates the invariant by itself. */
  readonly recording: Recording | undefined;
  /** Undefined: shrinking was not tried. */
  readonly shrunk?: {
    readonly tries: number;
    /** The entries that are left; undefined: the journal alone does not violate the invariant. */
    readonly entries: { readonly left: number; readonly of: number } | undefined;
  };
}

/** Undefined: no invariant was violated. */
export function failureOf(outcome: SimOutcome, drawn: Plan = outcome.plan): SeedFailure | undefined {
  const { plan, violations, lastEvents, recording } = outcome;
  const [violation] = violations;
  return violation && { drawn, plan, violation, lastEvents, recording };
}

export function brokenSimulation(plan: Plan, reason: string): SeedFailure {
  const violation = { invariant: SIMULATION_BROKE, match: '', tick: 0, details: reason };
  return { drawn: plan, plan, violation, lastEvents: [], recording: undefined };
}
