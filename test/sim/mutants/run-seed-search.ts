/** Runs a seed search in a process of its own, on the sources in a folder. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SeedSearch } from './mutant.ts';
import type { SeedSearchResult } from './seed-search.ts';

/** A bug may keep a simulation from ever completing. */
const LONGEST_MS = 540_000;

const run = promisify(execFile);

/** @param invariant the one that is searched for; undefined: any */
export async function runSeedSearch(
  folder: string,
  { game, faults, seeds }: SeedSearch,
  invariant?: string,
): Promise<SeedSearchResult> {
  const words = [game, faults, `${seeds}`, ...(invariant === undefined ? [] : [invariant])];
  // Nearly all files are the same in all searches.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, '.compiled') };
  const options = { cwd: folder, env, timeout: LONGEST_MS };
  const { stdout } = await run(process.execPath, ['test/sim/mutants/seed-search.ts', ...words], options);
  return JSON.parse(stdout) as SeedSearchResult;
}
