/** Converts thrown values: to ones that can be read safely, to an `Error`, and to ones without `Cancelled` in them. */
import { Cancelled, TaskGroupError, UnreadableError } from './errors.ts';
import { isError, isReadable, messageOf } from './readable.ts';

/** Limits of the search through nested groups of errors. */
const MAX_DEPTH = 100;
const MAX_ERRORS = 250_000;

/** A thrown value that can be read safely: the value itself, or an error that says that it cannot be. */
export function caught(thrown: unknown): unknown {
  return isReadable(thrown) ? thrown : new UnreadableError();
}

/** A thrown value as an error that can be read safely. */
export function toError(thrown: unknown): Error {
  const known = caught(thrown);
  if (isError(known)) return known;
  return new Error(messageOf(known), isOpen(known) ? { cause: known } : {});
}

/** Whether the usual properties of an error can be read. */
function isOpen(value: unknown): boolean {
  try {
    for (const key of ['name', 'message', 'stack', 'cause']) Reflect.get(Object(value), key);
    return true;
  } catch {
    return false;
  }
}

/** Whether it consists of `Cancelled` only. */
export function isCancelled(thrown: unknown): boolean {
  return stripCancelled(thrown) === undefined;
}

/** Removes every `Cancelled` from an error. Returns undefined if nothing else is left. */
export function stripCancelled(thrown: unknown): { readonly rest: unknown } | undefined {
  try {
    const rest = new Stripping().rest(thrown, 0);
    return rest === NOTHING ? undefined : { rest };
  } catch {
    return { rest: new UnreadableError() };
  }
}

/** Means that nothing is left of an error: `undefined` may have been thrown. */
const NOTHING = Symbol('nothing');

/** One search. An error that is found again, in a circle or otherwise, is not searched twice. */
class Stripping {
  #left = MAX_ERRORS;
  #known: Map<unknown, unknown> | undefined;

  rest(error: unknown, depth: number): unknown {
    if (error instanceof Cancelled) return NOTHING;
    if (!(error instanceof Error) || depth > MAX_DEPTH) return error;
    const isGroup = error instanceof AggregateError;
    if (!isGroup && !isSuppressedError(error)) return error;
    this.#known ??= new Map();
    if (this.#known.has(error)) return this.#known.get(error);
    // Getters may create new errors endlessly.
    if (--this.#left < 0) return error;
    this.#known.set(error, error);
    const rest = isGroup ? this.#ofGroup(error, depth + 1) : this.#ofSuppressed(error, depth + 1);
    this.#known.set(error, rest);
    return rest;
  }

  #ofGroup(error: AggregateError, depth: number): unknown {
    const errors: unknown = error.errors;
    if (!Array.isArray(errors)) return error;
    // Read once: a proxy may return a longer one each time.
    const { length } = errors;
    if (length > this.#left) return error;
    this.#left -= length;
    const rest: unknown[] = [];
    let same = true;
    for (let index = 0; index < length; index++) {
      const each: unknown = errors[index];
      const left = this.rest(each, depth);
      same &&= left === each;
      if (left !== NOTHING) rest.push(left);
    }
    if (rest.length === 0 && length > 0) return NOTHING;
    if (same) return error;
    return error instanceof TaskGroupError
      ? new TaskGroupError(rest, 'a scope')
      : new AggregateError(rest, error.message, { cause: error.cause });
  }

  #ofSuppressed(error: SuppressedLike, depth: number): unknown {
    const left = this.rest(error.error, depth);
    const suppressed = this.rest(error.suppressed, depth);
    if (left === NOTHING) return suppressed;
    if (suppressed === NOTHING) return left;
    if (left === error.error && suppressed === error.suppressed) return error;
    return Object.assign(new Error(error.message), { name: error.name, error: left, suppressed });
  }
}

type SuppressedLike = Error & { error: unknown; suppressed: unknown };

/** Detected by its shape, as some browsers have no `SuppressedError`. */
function isSuppressedError(error: Error): error is SuppressedLike {
  return error.name === 'SuppressedError' && 'error' in error && 'suppressed' in error;
}
