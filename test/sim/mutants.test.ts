/** The simulator finds what it is there for: bugs that are put into a copy of the sources, each within a stated number of seeds. */
import { afterAll, expect, it } from 'vitest';
import { hunting } from './mutants/hunting.ts';
import { groundsOf, readMutants } from './mutants/mutant.ts';
import { SourceCopy } from './mutants/source-copy.ts';

const mutants = readMutants();
const copy = new SourceCopy();

afterAll(() => copy[Symbol.dispose]());

for (const mutant of mutants) {
  const { name, wrong, game, faults, seeds, law } = mutant;
  const where = `${seeds} seeds of ${game} with faults ${faults}`;
  it(`${name}: “${law}” finds it within ${where}: ${wrong}`, async () => {
    using _ = copy.mutate(mutant);
    const { broken } = await hunting(copy.folder, mutant, law);
    expect(Object.keys(broken)).toContain(law);
  });
}

it.each(groundsOf(mutants))('without a bug $seeds seeds of $game with faults $faults break no law', async (ground) => {
  expect(await hunting(copy.folder, ground)).toEqual({ seeds: ground.seeds, broken: {} });
});
