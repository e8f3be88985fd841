/** Shrinks an outcome with a violation: its plan, and its journal if the journal alone causes the violation. */
import type { SimOutcome } from '../outcome.ts';
import type { SeedFailure } from '../run/failure.ts';
import { failureOf } from '../run/failure.ts';
import type { Simulator } from '../run/simulator.ts';
import { lengthOf, shrinkJournal } from './shrink-journal.ts';
import { shrinkPlan } from './shrink-plan.ts';
import { TryBudget } from './try-budget.ts';

/** The most simulations of plans, and the most plays of journals. */
const MOST_TRIES = 200;

/** @param onTry called with the number of tries made, and the limit */
export async function shrink(
  outcome: SimOutcome,
  { simulate, play }: Pick<Simulator, 'simulate' | 'play'>,
  onTry: (made: number, most: number) => void,
): Promise<SeedFailure | undefined> {
  const plans = new TryBudget(MOST_TRIES, (made) => onTry(made, 2 * MOST_TRIES));
  const small = await shrinkPlan(outcome, simulate, plans);
  const failure = failureOf(small, outcome.plan);
  if (failure === undefined) return undefined;
  const { recording, violation } = failure;
  if (recording === undefined) return { ...failure, shrunk: { tries: plans.made, entries: undefined } };
  const plays = new TryBudget(MOST_TRIES, (made) => onTry(plans.made + made, plans.made + MOST_TRIES));
  const short = await shrinkJournal(recording, violation.invariant, play, plays);
  const entries = short && { left: lengthOf(short.recording), of: lengthOf(recording) };
  return {
    ...failure,
    recording: short?.recording ?? recording,
    shrunk: { tries: plans.made + plays.made, entries },
  };
}
