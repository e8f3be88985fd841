/** A whole run: seeds are simulated, failures are told and put into files, and all is summed up. */
import type { Terminal } from '../../server/replay/progress.ts';
import type { Plan } from './plan.ts';
import { seedFailureText, planCommand } from './report/failure-text.ts';
import { progressLine } from './report/progress-line.ts';
import { SimProgress } from './report/progress.ts';
import type { FailureJson, SimSummary } from './report/summary.ts';
import { coverageOf, type CoverageScope } from './run/coverage.ts';
import { writeFailure, type OutputFolder } from './run/failure-files.ts';
import { SIMULATION_BROKE, type SeedFailure } from './run/failure.ts';
import { runSeeds, type SeedsRun } from './run/run-seeds.ts';
import { SeedTally } from './run/tally.ts';

/** What is to be simulated. */
export interface SimTask extends Pick<SeedsRun, 'from' | 'seeds' | 'workers' | 'mostFailures' | 'shrinks'> {
  readonly game: string;
  readonly draw: (seed: number) => Plan;
  readonly scope: CoverageScope;
  /** The command that simulates exactly this seed; undefined: the one for the plan's file does. */
  readonly rerun: ((seed: number) => string) | undefined;
}

/** What is around a run. */
export interface RunContext extends Pick<SeedsRun, 'open' | 'stopping'>, OutputFolder {
  readonly terminal: Terminal;
  /** In ms. */
  readonly now: () => number;
  /** CPU time so far, in ms. */
  readonly cpuMs: () => number;
  /** Is given each failure, for people. */
  readonly print: (text: string) => void;
}

/** More failures of laws that others break too are only counted. */
const MOST_TOLD = 20;
const SAY_EVERY_MS = 1_000;

export async function simulation(task: SimTask, around: RunContext): Promise<SimSummary> {
  const { now, cpuMs, stopping } = around;
  const [startMs, startCpuMs] = [now(), cpuMs()];
  const tally = new SeedTally();
  const told: FailureJson[] = [];
  const invariants = new Set<string>();
  const making = new Map<number, string>();
  const progress = new SimProgress(around.terminal, now);
  let failed = 0;
  let lost = 0;

  const say = (): void =>
    progress.show(() =>
      progressLine({
        ...{ done: tally.seeds + lost, of: task.seeds, matches: tally.matches, simulatedMs: tally.simulatedMs },
        ...{ wallMs: now() - startMs, failures: failed, beside: [...making.values()].join(', ') },
      }),
    );
  const onFailure = async (failure: SeedFailure): Promise<void> => {
    failed++;
    const { drawn, violation } = failure;
    making.delete(drawn.seed);
    if (violation.invariant === SIMULATION_BROKE) lost++;
    if (told.length >= MOST_TOLD && invariants.has(violation.invariant)) return;
    invariants.add(violation.invariant);
    const files = await writeFailure(failure, around);
    const rerun = task.rerun?.(drawn.seed) ?? planCommand(files);
    told.push({ seed: drawn.seed, ...violation, lastEvents: failure.lastEvents, rerun, ...files });
    progress.clear();
    around.print(seedFailureText(failure, files, rerun));
  };

  const ticking = setInterval(say, SAY_EVERY_MS);
  try {
    await runSeeds({
      ...task,
      open: around.open,
      stopping,
      onFailure,
      onOutcome(outcome) {
        tally.add(outcome);
        say();
      },
      onTry(seed, made, most) {
        making.set(seed, `making seed ${seed} small: ${made} of up to ${most} tries`);
        say();
      },
    });
  } finally {
    clearInterval(ticking);
    progress.clear();
  }
  return {
    ...{ game: task.game, from: task.from, seeds: task.seeds, tally, coverage: coverageOf(tally, task.scope) },
    ...{ wallMs: now() - startMs, cpuMs: cpuMs() - startCpuMs, failed, lost, failures: told },
    stopped: stopping.aborted,
  };
}
