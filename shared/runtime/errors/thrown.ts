/** What becomes of thrown values: safe to look at, an `Error` where one is needed, and without the `Cancelled` in them. */
import { Cancelled, TaskGroupError, UnreadableError } from './errors.ts';
import { isError, isReadable, messageOf } from './readable.ts';

/** Groups within groups are searched so deep, and so many errors in all. */
const MOST_DEPTH = 100;
const MOST_ERRORS = 250_000;

/** What a script threw: itself where it can be looked at without harm, else an error that says so. */
export function caught(thrown: unknown): unknown {
  return isReadable(thrown) ? thrown : new UnreadableError();
}

/** What was thrown, as an error that can be looked at. */
export function toError(thrown: unknown): Error {
  const known = caught(thrown);
  if (isError(known)) return known;
  return new Error(messageOf(known), isOpen(known) ? { cause: known } : {});
}

/** Whether what people ask of an error can be asked of it too. */
function isOpen(value: unknown): boolean {
  try {
    for (const key of ['name', 'message', 'stack', 'cause']) Reflect.get(Object(value), key);
    return true;
  } catch {
    return false;
  }
}

/** Whether nothing but `Cancelled` is in it. */
export function isCancelled(thrown: unknown): boolean {
  return stripCancelled(thrown) === undefined;
}

/** Takes every `Cancelled` out of an error. Gives `undefined` where nothing else is left. */
export function stripCancelled(thrown: unknown): { readonly rest: unknown } | undefined {
  try {
    const rest = new Stripping().rest(thrown, 0);
    return rest === NOTHING ? undefined : { rest };
  } catch {
    return { rest: new UnreadableError() };
  }
}

/** Nothing is left of an error. Undefined may have been thrown as well. */
const NOTHING = Symbol('nothing');

/** One search. An error that is met again, in a ring or otherwise, is not searched again. */
class Stripping {
  #left = MOST_ERRORS;
  #known: Map<unknown, unknown> | undefined;

  rest(error: unknown, depth: number): unknown {
    if (error instanceof Cancelled) return NOTHING;
    if (!(error instanceof Error) || depth > MOST_DEPTH) return error;
    const isGroup = error instanceof AggregateError;
    if (!isGroup && !isSuppressedError(error)) return error;
    this.#known ??= new Map();
    if (this.#known.has(error)) return this.#known.get(error);
    // Getters may make new errors without end.
    if (--this.#left < 0) return error;
    this.#known.set(error, error);
    const rest = isGroup ? this.#ofGroup(error, depth + 1) : this.#ofSuppressed(error, depth + 1);
    this.#known.set(error, rest);
    return rest;
  }

  #ofGroup(error: AggregateError, depth: number): unknown {
    const errors: unknown = error.errors;
    if (!Array.isArray(errors)) return error;
    // Asked once: that of a proxy may grow.
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

/** `SuppressedError` is missing in some browsers, so it is known by its shape. */
function isSuppressedError(error: Error): error is SuppressedLike {
  return error.name === 'SuppressedError' && 'error' in error && 'suppressed' in error;
}
