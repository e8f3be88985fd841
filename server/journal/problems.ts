/** Explains errors of a data folder to the operator: one line that says what to do. */
import { messageOf } from '../../shared/runtime/host.ts';
import { JournalProblem } from './store.ts';

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
const ADVICE: Readonly<Record<number, string>> = {
  3: 'cannot be written: make it and its folder writable, or set DATA_DIR to another folder.',
  5: 'is locked by another program: close whatever else has it open.',
  6: 'is locked by another program: close whatever else has it open.',
  8: 'cannot be written: make it and its folder writable, or set DATA_DIR to another folder.',
  10: 'cannot be read or written: the disk fails. Check the disk, or set DATA_DIR to a folder on another.',
  11: 'is damaged: put a backup in its place, or move it away to start again without the matches in it.',
  13: 'has no room left: free space on its disk, or set DATA_DIR to a folder on another.',
  14: 'cannot be opened: make its folder writable, or set DATA_DIR to another folder.',
  26: 'is no database, or is damaged: put a backup in its place, or move it away to start again.',
};

/** A fault in the file itself does not go away. */
const LASTING: ReadonlySet<number> = new Set([11, 26]);
const LOCKED: ReadonlySet<number> = new Set([5, 6]);

/** Explains an error of SQLite on this file. */
export function problemOf(file: string, error: unknown): JournalProblem {
  if (error instanceof JournalProblem) return error;
  const code = codeOf(error);
  const what = ADVICE[code] ?? `failed: ${messageOf(error)}`;
  return new JournalProblem(`The journal ${file} ${what}`, { cause: error, lasts: LASTING.has(code) });
}

/** Another program has locked the file, which will not last. */
export function isLocked(error: unknown): boolean {
  return error instanceof JournalProblem && LOCKED.has(codeOf(error.cause));
}

/** SQLite's primary result code; 0: it is no error of SQLite. */
function codeOf(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
}

/** Explains why a data folder cannot be created. */
export function folderProblem(folder: string, error: unknown): JournalProblem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const cause = { cause: error };
  if (code === 'EEXIST' || code === 'ENOTDIR')
    return new JournalProblem(`The data folder ${folder} is not a folder: set DATA_DIR to one.`, cause);
  if (code === 'ENOSPC')
    return new JournalProblem(`No room for the data folder ${folder}: free space on its disk.`, cause);
  return new JournalProblem(
    `The data folder ${folder} cannot be made (${String(code)}): set DATA_DIR to a folder that can be written.`,
    cause,
  );
}

/** Explains why a small file beside the journal cannot be written. */
export function unwritable(file: string, error: unknown): JournalProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const remedy =
    code === 'ENOSPC' ? 'free space on its disk' : 'make it and its folder writable, or set DATA_DIR to another folder';
  return new JournalProblem(`The file ${file} cannot be written (${code}): ${remedy}.`, { cause: error });
}

/** The file does not have what was written to it. */
export function damaged(file: string, what: string): JournalProblem {
  return new JournalProblem(`The journal ${file} is damaged in ${what}: put a backup in its place, or do without it.`);
}

/** Runs `body`, and explains its errors. */
export function asJournalProblem<T>(file: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw problemOf(file, error);
  }
}
