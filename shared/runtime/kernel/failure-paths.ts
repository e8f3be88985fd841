/** Where in the task tree errors came from, recorded when they leave a task: the tree is gone once the match has failed. */
import { TaskGroupError } from '../errors/errors.ts';
import { clip } from '../errors/readable.ts';
import type { Scope } from './scope.ts';
import type { Strand } from './strand.ts';

/** How many names of a path are shown, innermost first. */
const MAX_NAMES = 12;
const MAX_NAME_LENGTH = 60;
const BETWEEN = ' › ';

export class FailurePaths {
  readonly #paths = new WeakMap<object, string>();
  /** The last thrown value that is no object. */
  #last: { readonly thrown: unknown; readonly path: string } | undefined;

  /** Records where an error leaves a strand, unless its origin is known. */
  note(error: unknown, strand: Strand): void {
    if (this.of(error) === undefined) this.#set(error, pathOf(strand));
  }

  /** Records where an error of something other than a strand leaves a scope. */
  noteIn(error: unknown, scope: Scope, what: string): void {
    if (this.of(error) === undefined) this.#set(error, `${pathOfScope(scope)}${BETWEEN}${what}`);
  }

  /** The path of an error; for a group, that of its first error. */
  of(error: unknown): string | undefined {
    if (Object(error) !== error) return this.#last?.thrown === error ? this.#last?.path : undefined;
    const path = this.#paths.get(Object(error));
    return path ?? (error instanceof TaskGroupError ? this.of(error.first) : undefined);
  }

  #set(error: unknown, path: string): void {
    if (Object(error) === error) this.#paths.set(Object(error), path);
    else this.#last = { thrown: error, path };
  }
}

/** `play › round › race[1]`: the scopes around a strand, then its name in the innermost one. */
export function pathOf(strand: Strand): string {
  const names: string[] = [];
  let each: Strand | undefined = strand;
  for (; each !== undefined && names.length < MAX_NAMES; each = each.scope.owner) {
    names.unshift(clip(each.scope.nameOf(each), MAX_NAME_LENGTH));
  }
  return `${each === undefined ? '' : `…${BETWEEN}`}${names.join(BETWEEN)}`;
}

function pathOfScope({ owner, name }: Scope): string {
  return owner === undefined ? clip(name, MAX_NAME_LENGTH) : `${pathOf(owner)}${BETWEEN}${clip(name, MAX_NAME_LENGTH)}`;
}
