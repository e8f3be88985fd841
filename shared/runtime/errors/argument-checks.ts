/** Checks the times and counts that a script gives: what is none is an error at the call, before anything has changed. */

/**
 * Checks a limit of time: a number of ms, or Infinity for no limit. What is left out is not "no limit": a setting that is
 * missing by mistake would be one.
 *
 * @param call as the script writes it, for the error
 * @throws RangeError for NaN and for what is no number
 */
export function checkLimit(call: string, ms: unknown): asserts ms is number {
  if (!isNumber(ms)) {
    throw new RangeError(
      `${call} takes a number of milliseconds, not ${printable(ms)}: pass a number, or Infinity for no limit`,
    );
  }
}

/** Checks a time that has to come: a finite number of ms. @throws RangeError */
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
 * Checks a whole number.
 *
 * @param what as in "a queue holds 1 or more items"
 * @throws RangeError for what is none, or not from `min` to `max`
 */
export function checkCount(what: string, count: unknown, min: number, max = Number.MAX_SAFE_INTEGER): void {
  if (!isNumber(count) || !Number.isSafeInteger(count) || count < min || count > max) {
    throw new RangeError(`${what}, a whole number, not ${printable(count)}`);
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}

/** A value as an error names it; never calls into it. */
export function printable(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  return String(value);
}
