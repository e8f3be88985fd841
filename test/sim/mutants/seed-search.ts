/** `node seed-search.ts GAME FAULTS SEEDS [INVARIANT]`: simulates seeds until one violates the invariant, or any; prints the violations as JSON. */
import { readOptions } from '../../../tools/sim/options.ts';
import { taskOf } from '../../../tools/sim/task.ts';
import { simulate } from '../../../tools/sim/world/simulate.ts';
import { EVERY_CRASH_POINT } from './mutant.ts';

export interface SeedSearchResult {
  /** The first violation of each invariant. */
  readonly violations: Readonly<Record<string, string>>;
}

async function search([game = '', faults = '', seeds = '', invariant]: readonly string[]): Promise<SeedSearchResult> {
  const words = faults === EVERY_CRASH_POINT ? ['--crash-at-every-point'] : ['--faults', faults, '--seeds', seeds];
  const options = readOptions(['--game', game, ...words], {
    cores: 1,
    from: faults === EVERY_CRASH_POINT ? Number(seeds) : 1,
  });
  if (options === undefined || options.kind === 'plan') throw new Error('no seeds were asked for');
  const task = await taskOf(options, (file) => file);
  const found: Record<string, string> = {};
  for (let number = task.from; number < task.from + task.seeds; number++) {
    const { violations } = await simulate(options.game, task.draw(number));
    for (const { invariant: name, tick, details } of violations) found[name] ??= `${number}, tick ${tick}: ${details}`;
    if (invariant === undefined ? violations.length > 0 : invariant in found) break;
  }
  return { violations: found };
}

console.log(JSON.stringify(await search(process.argv.slice(2))));
