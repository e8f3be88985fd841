/** Failed calls of a strand that it has not awaited. It may still do so until it ends. */
import type { CallPromise } from './call-promise.ts';

/** How many failed calls are kept. */
const MAX_FAILED = 100;

/** A call that has failed. */
interface Failed {
  readonly promise: CallPromise<unknown>;
  readonly error: unknown;
  /** Whether it ran script code, whose errors fail the strand. */
  readonly ranCode: boolean;
}

export class Unawaited {
  #failed: Failed[] = [];

  /** False if there are too many to keep another. */
  add(failed: Failed): boolean {
    if (this.#failed.length >= MAX_FAILED) this.#failed = this.#failed.filter(({ promise }) => !promise.looked);
    return this.#failed.length < MAX_FAILED && this.#failed.push(failed) > 0;
  }

  /** The errors of unawaited calls, each once. */
  errors(ranCode: boolean): unknown[] {
    const errors = this.#failed.filter((failed) => failed.ranCode === ranCode && !failed.promise.looked);
    return [...new Set(errors.map(({ error }) => error))];
  }
}
