/** How the script of a match or a bot failed. */
import type { FailurePaths } from './failure-paths.ts';
import { messageOf } from '../errors/readable.ts';
import { toError } from '../errors/thrown.ts';

/** How a script failed: the error, and where in the task tree it came from. */
export class ScriptFailure {
  /** Tells it from a script that has finished. */
  readonly kind = 'failed';
  /** What was thrown. */
  readonly error: Error;
  readonly #path: string | undefined;

  constructor(thrown: unknown, paths: FailurePaths) {
    this.error = toError(thrown);
    this.#path = paths.of(thrown);
  }

  /** Where in the task tree the error came from: `play › round › race[1]`. Undefined if it came from outside. */
  get path(): string | undefined {
    return this.#path;
  }
}

/**
 * Why a match failed, in one line.
 *
 * @example
 * failureText(match.ended); // 'Ann (seat 0) has left (in play › round)'
 */
export function failureText({ error, path }: { readonly error: Error; readonly path?: string | undefined }): string {
  return path === undefined ? messageOf(error) : `${messageOf(error)} (in ${path})`;
}
