/** The simulator finds bugs: each mutant is applied to a copy of the sources, and found within a stated number of seeds. */
import { afterAll, expect, it } from 'vitest';
import { readMutants, searchesOf } from './mutants/mutant.ts';
import { runSeedSearch } from './mutants/run-seed-search.ts';
import { SourceCopy } from './mutants/source-copy.ts';

const mutants = readMutants();
const copy = new SourceCopy();

afterAll(() => copy[Symbol.dispose]());

for (const mutant of mutants) {
  const { name, wrong, game, faults, seeds, invariant } = mutant;
  const where = `${seeds} seeds of ${game} with ${faults}`;
  it(`${name}: “${invariant}” finds it within ${where}: ${wrong}`, async () => {
    using _ = copy.mutate(mutant);
    const { violations } = await runSeedSearch(copy.folder, mutant, invariant);
    expect(Object.keys(violations)).toContain(invariant);
  });
}

it.each(searchesOf(mutants))(
  'without a bug $seeds seeds of $game with $faults violate no invariant',
  async (search) => {
    expect(await runSeedSearch(copy.folder, search)).toEqual({ violations: {} });
  },
);
