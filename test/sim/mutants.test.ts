/** The simulator finds what it is there for: bugs that are put into a copy of the sources, each within a stated number of seeds. */
import { afterAll, expect, it } from 'vitest';
import { runSeedSearch } from './mutants/run-seed-search.ts';
import { searchesOf, readMutants } from './mutants/mutant.ts';
import { SourceCopy } from './mutants/source-copy.ts';

const mutants = readMutants();
const copy = new SourceCopy();

afterAll(() => copy[Symbol.dispose]());

for (const mutant of mutants) {
  const { name, wrong, game, faults, seeds, invariant } = mutant;
  const where = `${seeds} seeds of ${game} with faults ${faults}`;
  it(`${name}: “${invariant}” finds it within ${where}: ${wrong}`, async () => {
    using _ = copy.mutate(mutant);
    const { violations: broken } = await runSeedSearch(copy.folder, mutant, invariant);
    expect(Object.keys(broken)).toContain(invariant);
  });
}

it.each(searchesOf(mutants))(
  'without a bug $seeds seeds of $game with faults $faults break no law',
  async (objects) => {
    expect(await runSeedSearch(copy.folder, objects)).toEqual({ seeds: objects.seeds, broken: {} });
  },
);
