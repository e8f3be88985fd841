/** Reads values that a script threw: any value at all, whose getters and proxy traps may throw too. Nothing here throws. */

/** Longer texts are truncated: they go into logs and journals. */
const MAX_TEXT_LENGTH = 1_000;

/** Whether the engine's errors have `stack` as an own accessor: reading it formats the stack, which is expensive. */
const OWN_STACK = Object.getOwnPropertyDescriptor(new Error('any'), 'stack')?.get;

/** Truncates a text. */
export function clip(text: string, longest = MAX_TEXT_LENGTH): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

/** Whether it is an `Error`. False for one whose prototype cannot be read. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}

/** Whether the runtime, a log or a host can read it safely. Values other than errors are only shown as text. */
export function isReadable(value: unknown): boolean {
  try {
    if (!(value instanceof Error)) return true;
    const stack = Object.getOwnPropertyDescriptor(value, 'stack');
    if (stack === undefined || stack.get !== OWN_STACK) void value.stack;
    void value.cause;
    return typeof value.name === 'string' && typeof value.message === 'string';
  } catch {
    return false;
  }
}

/** Any value as text, for a message. */
export function textOf(value: unknown): string {
  try {
    return clip(String(value));
  } catch {
    return typeof value === 'function' ? 'a function' : 'an object without a text of its own';
  }
}

/** The message of an error; for other values their text. */
export function messageOf(thrown: unknown): string {
  if (typeof thrown === 'string') return clip(thrown);
  try {
    if (!(thrown instanceof Error)) return `${textOf(thrown)} was thrown, which is no Error`;
    const { message } = thrown;
    return clip(typeof message === 'string' && message !== '' ? message : textOf(thrown.name));
  } catch {
    return 'an error that cannot be read';
  }
}

/** The kind of a value, for a message about a wrong one. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/**
 * Checks a string that a script passes to a call.
 *
 * @throws TypeError if it is no string
 */
export function requireText(call: string, value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${call} takes a text, not ${kindOf(value)}`);
  return value;
}
