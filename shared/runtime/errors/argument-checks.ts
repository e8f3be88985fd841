/** Checks times and counts that a script passes: a wrong one is an error at the call, before anything has changed. */

/**
 * Checks a time limit: a number of ms, or Infinity for none. Undefined is an error and not "no limit", as it may be a setting
 * that is missing by mistake.
 *
 * @param call as the script writes it, for the error message
 * @throws RangeError for NaN and for values that are not numbers
 */
export function checkLimit(call: string, ms: unknown): asserts ms is number {
  if (!isNumber(ms)) {
    throw new RangeError(
      `${call} takes a number of milliseconds, not ${printable(ms)}: pass a number, or Infinity for no limit`,
    );
  }
}

/** Checks a point in time: a finite number of ms. @throws RangeError */
export function checkTime(call: string, ms: unknown): asserts ms is number {
  if (!isNumber(ms) || Math.abs(ms) === Infinity) {
    throw new RangeError(`${call} takes a finite number of milliseconds, not ${printable(ms)}`);
  }
}

/** Checks a time above 0 and below Infinity. @throws RangeError */
export function checkPeriod(call: string, ms: unknown): asserts ms is number {
  if (!isNumber(ms) || ms <= 0 || ms === Infinity) {
    throw new RangeError(`${call} takes a finite time above 0 in milliseconds, not ${printable(ms)}`);
  }
}

/**
 * Checks an integer.
 *
 * @param what as in "a queue holds 1 or more items"
 * @throws RangeError if it is no integer from `min` to `max`
 */
export function checkCount(what: string, count: unknown, min: number, max = Number.MAX_SAFE_INTEGER): void {
  if (!isNumber(count) || !Number.isSafeInteger(count) || count < min || count > max) {
    throw new RangeError(`${what}, a whole number, not ${printable(count)}`);
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}

/** A value as text for an error message, without calling any of its code. */
export function printable(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  return String(value);
}
