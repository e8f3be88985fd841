/** Looks at values that a script threw: any value at all, whose getters and traps may throw in their turn. Nothing here throws. */

/** Longer texts are cut off: they go into logs and journals. */
const LONGEST_TEXT = 1_000;

/** Where an engine gives each error a stack of its own by an accessor: asking that one forms the stack, which is dear. */
const OWN_STACK = Object.getOwnPropertyDescriptor(new Error('any'), 'stack')?.get;

/** A text of a bounded length. */
export function clip(text: string, longest = LONGEST_TEXT): string {
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

/** Whether the runtime, a log or a host may look at it without harm. What is no error is only ever shown as text. */
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

/** The message of an error, or else what was thrown. */
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

/** What kind of value was given instead of the right one. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/**
 * Checks a text that a script gives to a call.
 *
 * @throws TypeError where it is none
 */
export function requireText(call: string, value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${call} takes a text, not ${kindOf(value)}`);
  return value;
}
