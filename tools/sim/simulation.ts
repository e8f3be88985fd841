/** A whole run: simulates plans, reports failures and writes them to files, and sums up. */
import { ProgressLine, type ProgressStream } from '../../shared/progress-line.ts';
import { runNumber } from './plan.ts';
import { seedFailureText, planCommand } from './report/failure-text.ts';
import { progressLine } from './report/progress-line.ts';
import type { FailureJson, SimSummary } from './report/summary.ts';
import { coverageOf, type CoverageScope } from './run/coverage.ts';
import { writeFailure, type OutputFolder } from './run/failure-files.ts';
import { SIMULATION_BROKE, type SeedFailure } from './run/failure.ts';
import { runSeeds, type SeedsRun } from './run/run-seeds.ts';
import { SeedTally } from './run/tally.ts';

export interface SimTask extends Pick<SeedsRun, 'from' | 'seeds' | 'draw' | 'workers' | 'mostFailures' | 'shrinks'> {
  readonly game: string;
  /** The seed whose crash points are tried, numbered from 0; undefined: the numbers are seeds. */
  readonly crashSeed?: number;
  readonly scope: CoverageScope;
  /** The command that simulates a seed again; undefined: the one for the plan's file does. */
  readonly rerun: ((seed: number) => string) | undefined;
}

export interface RunContext extends Pick<SeedsRun, 'open' | 'stopping'>, OutputFolder {
  readonly terminal: ProgressStream;
  /** In ms. */
  readonly now: () => number;
  /** CPU time so far, in ms. */
  readonly cpuMs: () => number;
  /** Prints the report of a failure. */
  readonly print: (text: string) => void;
}

/** After this many failures only those of further invariants are reported; the others are counted. */
const MOST_REPORTED = 20;
const PROGRESS_MS = 1_000;

export async function simulation(task: SimTask, context: RunContext): Promise<SimSummary> {
  const { now, cpuMs, stopping } = context;
  const [startMs, startCpuMs] = [now(), cpuMs()];
  const tally = new SeedTally();
  const reported: FailureJson[] = [];
  const invariants = new Set<string>();
  const shrinking = new Map<number, string>();
  const progress = new ProgressLine(context.terminal, now);
  let failed = 0;
  let lost = 0;

  const showProgress = (): void =>
    progress.show(() =>
      progressLine({
        ...{ done: tally.seeds + lost, of: task.seeds, matches: tally.matches, simulatedMs: tally.simulatedMs },
        ...{ wallMs: now() - startMs, failures: failed, beside: [...shrinking.values()].join(', ') },
      }),
    );
  const onFailure = async (failure: SeedFailure): Promise<void> => {
    failed++;
    const { drawn, violation } = failure;
    shrinking.delete(runNumber(drawn));
    if (violation.invariant === SIMULATION_BROKE) lost++;
    if (reported.length >= MOST_REPORTED && invariants.has(violation.invariant)) return;
    invariants.add(violation.invariant);
    const files = await writeFailure(failure, context);
    const rerun = task.rerun?.(drawn.seed) ?? planCommand(files);
    const { seed, crashPoints } = drawn;
    reported.push({ seed, crashPoints, ...violation, lastEvents: failure.lastEvents, rerun, ...files });
    progress.clear();
    context.print(seedFailureText(failure, files, rerun));
  };

  const ticking = setInterval(showProgress, PROGRESS_MS);
  try {
    await runSeeds({
      ...task,
      open: context.open,
      stopping,
      onFailure,
      onOutcome(outcome) {
        tally.add(outcome);
        showProgress();
      },
      onTry(number, made, most) {
        const unit = task.crashSeed === undefined ? 'seed' : 'crash point';
        shrinking.set(number, `shrinking ${unit} ${number}: ${made} of up to ${most} tries`);
        showProgress();
      },
    });
  } finally {
    clearInterval(ticking);
    progress.clear();
  }
  const { game, from, seeds, crashSeed } = task;
  return {
    ...{ game, from, seeds, crashSeed, tally, coverage: coverageOf(tally, task.scope) },
    ...{ wallMs: now() - startMs, cpuMs: cpuMs() - startCpuMs, failed, lost, failures: reported },
    stopped: stopping.aborted,
  };
}
