/** Patches in the usual form (unified diffs): read, and applied to the text of a file wherever its lines are now. */

/** Lines that are replaced by others. */
export interface Hunk {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What a patch does to one file. */
export interface FilePatch {
  /** From the root of the project. */
  readonly path: string;
  readonly hunks: readonly Hunk[];
}

/** A patch cannot be read, or the file is not as the patch has it. */
export class PatchProblem extends Error {
  override readonly name = 'PatchProblem';
}

const FILES = /^--- a\/.+\n\+\+\+ b\/(.+)\n/m;
const HUNKS = /^@@ .*\n/m;

/**
 * Reads a patch. The text before its first file is ignored.
 *
 * @throws PatchProblem where it changes nothing
 */
export function readPatch(text: string): FilePatch[] {
  const [, ...parts] = text.split(FILES);
  const patches: FilePatch[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [, ...hunks] = parts[at + 1]!.split(HUNKS);
    patches.push({ path: parts[at]!, hunks: hunks.map(readHunk) });
  }
  if (patches.length === 0 || patches.some(({ hunks }) => hunks.length === 0))
    throw new PatchProblem('there is no change in it: a patch has lines "--- a/FILE", "+++ b/FILE" and "@@"');
  return patches;
}

function readHunk(text: string): Hunk {
  const before: string[] = [];
  const after: string[] = [];
  for (const line of text.replace(/\n(diff --git .*\n.*\n)?$/, '').split('\n')) {
    if (!line.startsWith('+')) before.push(line.slice(1));
    if (!line.startsWith('-')) after.push(line.slice(1));
  }
  return { before, after };
}

/**
 * @returns the file with all hunks applied
 * @throws PatchProblem where the lines of a hunk are not in the file, or more than once
 */
export function applyPatch({ path, hunks }: FilePatch, text: string): string {
  const lines = text.split('\n');
  for (const { before, after } of hunks) {
    const places = placesOf(lines, before);
    const [place] = places;
    if (place === undefined || places.length > 1) {
      const problem = place === undefined ? 'does not have these lines' : `has these lines ${places.length} times`;
      throw new PatchProblem(`${path} ${problem}:\n${before.join('\n')}`);
    }
    lines.splice(place, before.length, ...after);
  }
  return lines.join('\n');
}

function placesOf(lines: readonly string[], wanted: readonly string[]): number[] {
  return lines.flatMap((_, place) => (wanted.every((line, at) => lines[place + at] === line) ? [place] : []));
}
