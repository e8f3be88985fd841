/** Mutants: deliberate bugs, each as a patch with the invariant that has to find it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPatch, type FilePatch } from './patch.ts';

/** Instead of a list of faults: the seed's match is simulated with a crash at each point of it. */
export const EVERY_CRASH_POINT = 'a crash at every point';

/** The simulations in which a violation is searched for. */
export interface SeedSearch {
  readonly game: string;
  /** `all`, `none`, a list, or `EVERY_CRASH_POINT`. */
  readonly faults: string;
  /** How many seeds, from 1 on; of crash points: the one seed. */
  readonly seeds: number;
}

export interface Mutant extends SeedSearch {
  readonly name: string;
  /** The bug, in a sentence. */
  readonly wrong: string;
  /** The invariant that finds it. */
  readonly invariant: string;
  readonly patches: readonly FilePatch[];
}

const ENDING = '.patch';

const HEADER =
  /^(?<wrong>.+)\ngame: (?<game>.+)\nfaults: (?<faults>.+)\nseeds: (?<seeds>\d+)\ninvariant: (?<invariant>.+)\n/;

/** @throws Error if its header is incomplete */
export function readMutant(name: string, text: string): Mutant {
  const { wrong = '', game = '', faults = '', seeds, invariant = '' } = HEADER.exec(text)?.groups ?? {};
  if (seeds === undefined)
    throw new Error(`${name}: a mutant starts with the bug and lines "game: ", "faults: ", "seeds: ", "invariant: "`);
  return { name, wrong, game, faults, seeds: Number(seeds), invariant, patches: readPatch(text) };
}

/** The mutants in this folder, by name. */
export function readMutants(): Mutant[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(ENDING))
    .sort()
    .map((file) => readMutant(file.slice(0, -ENDING.length), readFileSync(join(import.meta.dirname, file), 'utf8')));
}

/** The searches of all mutants, each kind once, with its largest number of seeds. */
export function searchesOf(mutants: readonly Mutant[]): SeedSearch[] {
  const searches = new Map<string, SeedSearch>();
  for (const { game, faults, seeds } of mutants) {
    const key = `${game} ${faults}`;
    searches.set(key, { game, faults, seeds: Math.max(seeds, searches.get(key)?.seeds ?? 0) });
  }
  return [...searches.values()];
}
