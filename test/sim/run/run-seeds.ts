/** Simulates one seed after the other, in several threads, and makes small cases of those that break a law. */
import type { SimOutcome } from '../outcome.ts';
import type { Plan } from '../plan.ts';
import { shrink } from '../shrink/shrink.ts';
import { failureOf, brokenSimulation, type SeedFailure } from './failure.ts';
import { WorkerLost } from './worker-thread.ts';
import type { Simulator } from './simulator.ts';

export interface SeedsRun {
  readonly from: number;
  readonly seeds: number;
  readonly draw: (seed: number) => Plan;
  readonly open: () => Simulator;
  /** How many threads there are. */
  readonly workers: number;
  /** No seed is begun when so many have failed. */
  readonly mostFailures: number;
  /** The first seed that breaks a law is made small, for each law. */
  readonly shrinks: boolean;
  readonly onOutcome: (outcome: SimOutcome) => void;
  readonly onFailure: (failure: SeedFailure) => Promise<void>;
  readonly onTry: (seed: number, made: number, most: number) => void;
  /** No seed is begun any more when it is aborted. */
  readonly stopping: AbortSignal;
}

/** Resolves when no more seeds are to come, and all that were begun are done. */
export async function runSeeds(run: SeedsRun): Promise<void> {
  const { from, seeds, workers, open, mostFailures, stopping } = run;
  const invariants = new Set<string>();
  let next = from;
  let failures = 0;
  let broken = false;
  const goOn = (): boolean => next < from + seeds && failures < mostFailures && !stopping.aborted && !broken;
  const simulateAll = async (simulator: Simulator): Promise<void> => {
    while (goOn()) {
      const plan = run.draw(next++);
      const failed = await simulateOne(plan, simulator, run);
      if (failed === undefined) continue;
      failures++;
      const { invariant } = failed.failure.violation;
      const isNew = !invariants.has(invariant);
      invariants.add(invariant);
      await run.onFailure(isNew ? await madeSmall(failed, simulator, run) : failed.failure);
    }
  };
  const work = async (): Promise<void> => {
    const simulator = open();
    try {
      await simulateAll(simulator);
    } finally {
      broken ||= goOn();
      await simulator.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, seeds) }, work));
}

interface Failed {
  readonly failure: SeedFailure;
  /** Undefined where nothing came of it. */
  readonly outcome: SimOutcome | undefined;
}

async function simulateOne(plan: Plan, { simulate }: Simulator, { onOutcome }: SeedsRun): Promise<Failed | undefined> {
  try {
    const outcome = await simulate(plan);
    onOutcome(outcome);
    const failure = failureOf(outcome);
    return failure && { failure, outcome };
  } catch (error) {
    if (!(error instanceof WorkerLost)) throw error;
    return { failure: brokenSimulation(plan, error.message), outcome: undefined };
  }
}

async function madeSmall({ failure, outcome }: Failed, simulator: Simulator, run: SeedsRun): Promise<SeedFailure> {
  if (outcome === undefined || !run.shrinks) return failure;
  const { seed } = outcome.plan;
  return (await shrink(outcome, simulator, (made, most) => run.onTry(seed, made, most))) ?? failure;
}
