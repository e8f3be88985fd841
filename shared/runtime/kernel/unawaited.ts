/** Calls of a strand that have failed, and that it has not looked at so far. It may do so until it ends. */
import type { CallPromise } from './call-promise.ts';

/** How many are kept. */
const MOST = 100;

/** A call that has failed. */
interface Failed {
  readonly promise: CallPromise<unknown>;
  readonly error: unknown;
  /** It ran code of the script, whose errors end what they are in. */
  readonly ranCode: boolean;
}

export class Unawaited {
  #failed: Failed[] = [];

  /** False: there are too many to keep one more. */
  add(failed: Failed): boolean {
    if (this.#failed.length >= MOST) this.#failed = this.#failed.filter(({ promise }) => !promise.looked);
    return this.#failed.length < MOST && this.#failed.push(failed) > 0;
  }

  /** The errors of those that nobody has looked at, each once. */
  errors(ranCode: boolean): unknown[] {
    const errors = this.#failed.filter((failed) => failed.ranCode === ranCode && !failed.promise.looked);
    return [...new Set(errors.map(({ error }) => error))];
  }
}
