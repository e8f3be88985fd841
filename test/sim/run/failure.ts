/** A seed that has broken a law, and the smallest case of it that was found. */
import type { Recording } from '../../../shared/runtime/host.ts';
import type { MatchViolation, SimOutcome } from '../outcome.ts';
import type { Plan } from '../plan.ts';

/** What is broken where nothing comes of a simulation at all. */
export const SIMULATION_BROKE = 'a simulation comes to its end';

export interface SeedFailure {
  /** What was drawn from the seed. */
  readonly drawn: Plan;
  /** What still breaks the same law; `drawn` itself where nothing smaller was looked for, or found. */
  readonly plan: Plan;
  /** The first one of `plan`. */
  readonly violation: MatchViolation;
  readonly lastEvents: readonly string[];
  /** The journal of the match, where there is one; cut short where it breaks the law by itself. */
  readonly recording: Recording | undefined;
  /** How it was made smaller; undefined: it was not tried. */
  readonly shrunk?: {
    readonly tries: number;
    /** How many entries are left of how many; undefined: the law is not broken by the journal alone. */
    readonly entries: { readonly left: number; readonly of: number } | undefined;
  };
}

/** Undefined: all is well. */
export function failureOf(outcome: SimOutcome, drawn: Plan = outcome.plan): SeedFailure | undefined {
  const { plan, violations, lastEvents, recording } = outcome;
  const [violation] = violations;
  return violation && { drawn, plan, violation, lastEvents, recording };
}

export function brokenSimulation(plan: Plan, reason: string): SeedFailure {
  const violation = { invariant: SIMULATION_BROKE, match: '', tick: 0, details: reason };
  return { drawn: plan, plan, violation, lastEvents: [], recording: undefined };
}
