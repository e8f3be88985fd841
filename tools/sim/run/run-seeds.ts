/** Simulates numbered plans in several threads, and shrinks those that violate an invariant. */
import type { SimOutcome } from '../outcome.ts';
import { runNumber, type Plan } from '../plan.ts';
import { shrink } from '../shrink/shrink.ts';
import { brokenSimulation, failureOf, type SeedFailure } from './failure.ts';
import type { Simulator } from './simulator.ts';
import { WorkerLost } from './worker-thread.ts';

export interface SeedsRun {
  /** The first number. */
  readonly from: number;
  /** How many numbers: seeds, or crash points of one seed. */
  readonly seeds: number;
  readonly draw: (number: number) => Plan;
  readonly open: () => Simulator;
  /** The number of threads. */
  readonly workers: number;
  /** The run ends after this many failures. */
  readonly mostFailures: number;
  /** Shrinks the first failure of each invariant. */
  readonly shrinks: boolean;
  readonly onOutcome: (outcome: SimOutcome) => void;
  readonly onFailure: (failure: SeedFailure) => Promise<void>;
  readonly onTry: (number: number, made: number, most: number) => void;
  /** No further plan is started once it is aborted. */
  readonly stopping: AbortSignal;
}

/** Resolves when all plans that were started are done, and no more follow. */
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
      await run.onFailure(isNew ? await shrunk(failed, simulator, run) : failed.failure);
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
  /** Undefined if the simulation itself broke. */
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

async function shrunk({ failure, outcome }: Failed, simulator: Simulator, run: SeedsRun): Promise<SeedFailure> {
  if (outcome === undefined || !run.shrinks) return failure;
  const number = runNumber(outcome.plan);
  return (await shrink(outcome, simulator, (made, most) => run.onTry(number, made, most))) ?? failure;
}
