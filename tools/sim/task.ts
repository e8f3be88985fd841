/** Turns the command line into a task. */
import { BadOption } from '../../shared/command-line.ts';
import { drawPlan, drawShortPlan } from './draw-plan.ts';
import { simGameOf } from './games/index.ts';
import { faultsText, type CrashOptions, type SimOptions } from './options.ts';
import { readPlan } from './plan-file.ts';
import type { Plan } from './plan.ts';
import { scopeOf } from './run/coverage.ts';
import type { SimTask } from './simulation.ts';
import { simulate } from './world/simulate.ts';

const NO_SCOPE = { faults: [], branches: [] } as const;

/**
 * @param pathOf resolves a file that was named on the command line
 * @throws BadOption
 */
export async function taskOf(options: SimOptions, pathOf: (file: string) => string): Promise<SimTask> {
  const { workers, mostFailures, shrinks } = options;
  const common = { workers, mostFailures, shrinks };
  if (options.kind === 'crash points') return { ...common, ...(await crashTask(options)) };
  if (options.kind === 'plan') {
    const plan = await readPlan(pathOf(options.file));
    if (simGameOf(plan.game) === undefined)
      throw new BadOption(`There is no game "${plan.game}", which the plan is for.`);
    return {
      ...{ game: plan.game, from: plan.seed, seeds: 1, draw: () => plan, scope: NO_SCOPE, rerun: undefined },
      ...common,
    };
  }
  const { game, seeds, from, faults } = options;
  const { name } = game.game;
  return {
    ...{ game: name, from, seeds, ...common },
    draw: (seed) => drawPlan(game, seed, faults),
    scope: scopeOf(game, faults),
    rerun: (seed) => `npm run sim -- --game ${name} --from ${seed} --seeds 1 --faults ${faultsText(faults, game)}`,
  };
}

/** Counts the crash points of the process in question with one run, and crashes at each of them in turn. */
async function crashTask({ game, from, faults, after }: CrashOptions) {
  const drawn = drawShortPlan(game, from, faults);
  const crashingAt = (...points: number[]): Plan => ({ ...drawn, crashPoints: [...after, ...points] });
  const { points } = await simulate(game, crashingAt());
  const count = points[after.length];
  if (count === undefined) throw new BadOption(`No process crashes at point ${after.join(', then ')} of seed ${from}.`);
  // The last run passes all points and does not crash.
  return {
    ...{
      game: game.game.name,
      from: 0,
      seeds: count + 1,
      crashSeed: from,
      scope: NO_SCOPE,
      rerun: undefined,
    },
    draw: (point: number) => crashingAt(point),
  };
}
