/** Finds what is to be replayed: a file, or a match in the data folder. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BadOption } from '../../shared/command-line.ts';
import { type Recording, REPLAY_BOUNDS } from '../../shared/runtime/host.ts';
import { MATCH_ID } from '../../shared/wire.ts';
import { fileIn } from '../journal/database.ts';
import { openReader, type JournalReader } from '../journal/reader.ts';
import { unpackReplay } from '../journal/replay-file.ts';

export interface SearchPaths {
  /** Where files are named from. */
  readonly folder: string;
  /** Where the journal is. */
  readonly dataFolder: string;
}

/**
 * @throws BadOption where there is neither such a file nor such a match
 * @throws ReplayProblem, JournalProblem where it cannot be read
 */
export async function findRecording(what: string, { folder, dataFolder }: SearchPaths): Promise<Recording> {
  const bytes = await readIfThere(resolve(folder, what));
  if (bytes !== undefined) return unpackReplay(bytes);
  if (!MATCH_ID.test(what)) {
    throw new BadOption(`There is no file "${what}", and the id of a match is like ABCDE-x7k2m5q4pz.`);
  }
  const journal = openJournal(dataFolder);
  try {
    const recording = await journal.recording(what);
    if (recording === undefined) throw new BadOption(`There is no match ${what} in ${dataFolder}, or not all of it.`);
    return recording;
  } finally {
    journal.close();
  }
}

/**
 * @throws BadOption where no server has kept matches in this folder
 * @throws JournalProblem where they cannot be read
 */
export function openJournal(dataFolder: string): JournalReader {
  if (existsSync(fileIn(dataFolder))) return openReader(dataFolder);
  throw new BadOption(`There are no matches in ${dataFolder}: DATA_DIR names the folder of the server.`);
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    const about = await stat(path);
    if (about.size > REPLAY_BOUNDS.bytes || (!about.isFile() && !about.isDirectory()))
      throw new BadOption(`${path} is no replay file.`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof BadOption) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'EISDIR') throw new BadOption(`${path} is a folder, not a replay file.`, { cause: error });
    throw new BadOption(`${path} cannot be read (${code}).`, { cause: error });
  }
}
