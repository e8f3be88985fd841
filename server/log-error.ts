/**
 * An error as it is logged. A script may throw anything: getters that throw, rings of causes, groups within groups. The
 * line stays short, and writing it never throws.
 */
import { messageOf, textOf } from '../shared/runtime/host.ts';

/** Causes of causes, and groups in groups, are logged so deep. */
const MOST_DEPTH = 5;
/** So many errors of a group are logged. */
const MOST_ERRORS = 10;
const LONGEST_STACK = 8_000;

export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  /** What the system or the database calls it. */
  readonly code?: string | number;
  readonly cause?: LoggedError;
  readonly errors?: readonly LoggedError[];
  /** How many errors of the group are left out. */
  readonly leftOut?: number;
}

export function errorForLog(thrown: unknown): LoggedError {
  return logged(thrown, 0);
}

function logged(thrown: unknown, depth: number): LoggedError {
  const message = messageOf(thrown);
  try {
    if (!(thrown instanceof Error)) return { type: typeof thrown, message };
    const { stack, cause } = thrown;
    return {
      type: textOf(thrown.name),
      message,
      ...(typeof stack === 'string' && { stack: stack.slice(0, LONGEST_STACK) }),
      ...codeOf(thrown),
      ...(depth < MOST_DEPTH && cause !== undefined && { cause: logged(cause, depth + 1) }),
      ...(depth < MOST_DEPTH && thrown instanceof AggregateError && groupOf(thrown.errors, depth)),
    };
  } catch {
    return { type: 'Error', message };
  }
}

function codeOf(error: Error): Pick<LoggedError, 'code'> {
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' || typeof code === 'number' ? { code } : {};
}

function groupOf(errors: readonly unknown[], depth: number): Pick<LoggedError, 'errors' | 'leftOut'> {
  if (!Array.isArray(errors)) return {};
  const shown = Array.from({ length: Math.min(errors.length, MOST_ERRORS) }, (_, index) =>
    logged(errors[index], depth + 1),
  );
  return { errors: shown, ...(errors.length > MOST_ERRORS && { leftOut: errors.length - MOST_ERRORS }) };
}
