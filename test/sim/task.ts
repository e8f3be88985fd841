/** What the command line asks for, as a task. */
import { drawPlan } from './draw-plan.ts';
import { simGameOf } from './games/index.ts';
import { faultsText, type SimOptions } from './options.ts';
import { readPlan } from './plan-file.ts';
import { scopeOf } from './run/coverage.ts';
import type { SimTask } from './simulation.ts';
import { BadOption } from '../../shared/command-line.ts';

/**
 * @param pathOf where a file is that was named on the command line
 * @throws BadOption
 */
export async function taskOf(options: SimOptions, pathOf: (file: string) => string): Promise<SimTask> {
  const { workers, mostFailures, shrinks } = options;
  if (options.kind === 'plan') {
    const plan = await readPlan(pathOf(options.file));
    if (simGameOf(plan.game) === undefined)
      throw new BadOption(`The plan is of "${plan.game}", a game that is not here.`);
    const scope = { faults: [], branches: [] };
    return {
      ...{ game: plan.game, from: plan.seed, seeds: 1, draw: () => plan, scope, rerun: undefined },
      ...{ workers, mostFailures, shrinks },
    };
  }
  const { game, seeds, from, faults } = options;
  const { name } = game.game;
  return {
    ...{ game: name, from, seeds, workers, mostFailures, shrinks },
    draw: (seed) => drawPlan(game, seed, faults),
    scope: scopeOf(game, faults),
    rerun: (seed) => `npm run sim -- --game ${name} --from ${seed} --seeds 1 --faults ${faultsText(faults, game)}`,
  };
}
