/** Where in the task tree errors came from. It is noted when they leave a task: once the match has failed the tree is gone. */
import { TaskGroupError } from '../errors/errors.ts';
import { clip } from '../errors/readable.ts';
import type { Scope } from './scope.ts';
import type { Strand } from './strand.ts';

/** So many names of a path are shown, the innermost. */
const MOST_NAMES = 12;
const LONGEST_NAME = 60;
const BETWEEN = ' › ';

export class FailurePaths {
  readonly #paths = new WeakMap<object, string>();
  /** What was thrown last that is no object. */
  #last: { readonly thrown: unknown; readonly path: string } | undefined;

  /** An error leaves a strand: it came from there, unless it is known from where. */
  note(error: unknown, strand: Strand): void {
    if (this.of(error) === undefined) this.#set(error, pathOf(strand));
  }

  /** Something in a scope failed that is no strand. */
  noteIn(error: unknown, scope: Scope, what: string): void {
    if (this.of(error) === undefined) this.#set(error, `${pathOfScope(scope)}${BETWEEN}${what}`);
  }

  /** A group came from where its first error did. */
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

/** `play › round › race[1]`: the scopes around a strand, and what it is in the innermost. */
export function pathOf(strand: Strand): string {
  const names: string[] = [];
  let each: Strand | undefined = strand;
  for (; each !== undefined && names.length < MOST_NAMES; each = each.scope.owner) {
    names.unshift(clip(each.scope.nameOf(each), LONGEST_NAME));
  }
  return `${each === undefined ? '' : `…${BETWEEN}`}${names.join(BETWEEN)}`;
}

function pathOfScope({ owner, name }: Scope): string {
  return owner === undefined ? clip(name, LONGEST_NAME) : `${pathOf(owner)}${BETWEEN}${clip(name, LONGEST_NAME)}`;
}
