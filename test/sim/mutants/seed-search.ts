/** `node hunt.ts GAME FAULTS SEEDS [LAW]`: simulates seeds from 1 on, up to the first that breaks the law, or any; tells as JSON what was broken. */
import { drawPlan } from '../draw-plan.ts';
import { readOptions } from '../options.ts';
import { simulate } from '../world/simulate.ts';

/** What a hunt has come to. */
export interface SeedSearchResult {
  /** How many seeds were simulated. */
  readonly seeds: number;
  /** The laws that were broken, each with the first seed, and what was found there. */
  readonly violations: Readonly<Record<string, string>>;
}

async function hunt([game = '', faults = '', seeds = '', invariant]: readonly string[]): Promise<SeedSearchResult> {
  const options = readOptions(['--game', game, '--faults', faults, '--seeds', seeds], { cores: 1, from: 1 });
  if (options?.kind !== 'seeds') throw new Error('no seeds were asked for');
  const broken: Record<string, string> = {};
  for (let seed = 1; seed <= options.seeds; seed++) {
    const { violations } = await simulate(options.game, drawPlan(options.game, seed, options.faults));
    for (const found of violations) broken[found.invariant] ??= `seed ${seed}, tick ${found.tick}: ${found.details}`;
    const isFound =
      invariant === undefined ? violations.length > 0 : violations.some((found) => found.invariant === invariant);
    if (isFound) return { seeds: seed, violations: broken };
  }
  return { seeds: options.seeds, violations: broken };
}

console.log(JSON.stringify(await hunt(process.argv.slice(2))));
