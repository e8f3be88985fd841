/** Sends a hunt out, in a process of its own, over the sources that lie in a folder. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SeedSearchResult } from './seed-search.ts';
import type { SeedSearch } from './mutant.ts';

/** A bug may keep a simulation from ever coming to its end. */
const LONGEST_MS = 540_000;

const run = promisify(execFile);

/** @param invariant what is looked for; undefined: any */
export async function runSeedSearch(
  folder: string,
  { game, faults, seeds }: SeedSearch,
  invariant?: string,
): Promise<SeedSearchResult> {
  const words = [
    'test/sim/mutants/seed-search.ts',
    game,
    faults,
    `${seeds}`,
    ...(invariant === undefined ? [] : [invariant]),
  ];
  // Nearly all files are the same for all hunts.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, '.compiled') };
  const { stdout } = await run(process.execPath, words, { cwd: folder, env, timeout: LONGEST_MS });
  return JSON.parse(stdout) as SeedSearchResult;
}
