/** Shrinks a plan that violates an invariant: removes everything that the violation does not need. */
import type { SimOutcome } from '../outcome.ts';
import type { Plan } from '../plan.ts';
import { PASSES } from './plan-passes.ts';
import type { TryBudget } from './try-budget.ts';

export type Simulate = (plan: Plan) => Promise<SimOutcome>;

/**
 * Returns the outcome of the smallest plan found. Its first violation is of the same invariant as that of the given outcome. Unless the tries
 * run out, the violation needs every fault, player and kind of fault that is left.
 */
export async function shrinkPlan(outcome: SimOutcome, simulate: Simulate, tries: TryBudget): Promise<SimOutcome> {
  const invariant = outcome.violations[0]?.invariant;
  if (invariant === undefined) return outcome;
  let found = outcome;
  const seen = new Set([JSON.stringify(outcome.plan)]);
  const holds = async (plan: Plan): Promise<boolean> => {
    const text = JSON.stringify(plan);
    if (seen.has(text)) return false;
    seen.add(text);
    const tried = await tries.make(() => simulate(plan));
    if (tried?.violations[0]?.invariant !== invariant) return false;
    // A smaller plan without a journal would not have a replay.
    if (tried.recording === undefined && outcome.recording !== undefined) return false;
    found = tried;
    return true;
  };
  let { plan } = outcome;
  for (;;) {
    const before = plan;
    for (const pass of PASSES) plan = await pass(plan, holds);
    if (plan === before) return found;
  }
}
