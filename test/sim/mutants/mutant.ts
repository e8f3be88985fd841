/** Mutants: bugs that are put into the sources on purpose, each with what has to find it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPatch, type FilePatch } from './patch.ts';

/** Where something is looked for. */
export interface SeedSearch {
  readonly game: string;
  /** What may go wrong: all, none, or a list. */
  readonly faults: string;
  /** So many, from 1 on. */
  readonly seeds: number;
}

/** It is found on its ground. */
export interface Mutant extends SeedSearch {
  readonly name: string;
  /** What is wrong with it, in plain words. */
  readonly wrong: string;
  /** Which law finds it. */
  readonly invariant: string;
  readonly patches: readonly FilePatch[];
}

const ENDING = '.patch';

/** A line that says what is wrong, then what finds it, then the patch. */
const HEADER = /^(?<wrong>.+)\ngame: (?<game>.+)\nfaults: (?<faults>.+)\nseeds: (?<seeds>\d+)\nlaw: (?<law>.+)\n/;

/**
 * Reads a mutant.
 *
 * @throws Error where it does not say what it has to
 */
export function readMutant(name: string, text: string): Mutant {
  const { wrong = '', game = '', faults = '', seeds, law: invariant = '' } = HEADER.exec(text)?.groups ?? {};
  if (seeds === undefined)
    throw new Error(`${name}: a mutant begins with what is wrong, and lines "game: ", "faults: ", "seeds: ", "law: "`);
  return { name, wrong, game, faults, seeds: Number(seeds), invariant, patches: readPatch(text) };
}

/** Those that are kept beside this file, by name. */
export function readMutants(): Mutant[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(ENDING))
    .sort()
    .map((file) => readMutant(file.slice(0, -ENDING.length), readFileSync(join(import.meta.dirname, file), 'utf8')));
}

/** All on which any of them is looked for. */
export function searchesOf(mutants: readonly Mutant[]): SeedSearch[] {
  const searches = new Map<string, SeedSearch>();
  for (const { game, faults, seeds } of mutants) {
    const key = `${game} ${faults}`;
    searches.set(key, { game, faults, seeds: Math.max(seeds, searches.get(key)?.seeds ?? 0) });
  }
  return [...searches.values()];
}
