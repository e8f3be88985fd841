/** Plain data: values that can be serialized. A copy equals the result of writing and reading. */

/** Deeper data is assumed to be circular. */
const MAX_DEPTH = 64;

/**
 * A deep copy of null, booleans, numbers, strings, arrays and plain objects. Undefined fields are left out, −0 becomes 0, and
 * text becomes well-formed, as in the journal.
 *
 * @param path the name of `value` in the error message
 * @param bytes whether it may contain `Uint8Array`, as messages of some games do
 * @throws TypeError if it contains anything else
 */
export function plainCopy(value: unknown, path: string, bytes = false, depth = 0): unknown {
  if (typeof value === 'number') return value + 0;
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'boolean' || value === undefined || value === null) return value;
  if (typeof value !== 'object') throw notPlain(path, `a ${typeof value}`);
  if (depth > MAX_DEPTH) throw new TypeError(`${path} is nested more than ${MAX_DEPTH} deep`);
  if (Array.isArray(value)) return value.map((item, index) => plainCopy(item, `${path}[${index}]`, bytes, depth + 1));
  // Also of a Buffer, whose memory may be that of a frame.
  if (bytes && value instanceof Uint8Array) return Uint8Array.from(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw notPlain(path, nameOf(value));
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) put(copy, key.toWellFormed(), plainCopy(item, `${path}.${key}`, bytes, depth + 1));
  }
  return copy;
}

/** Limits of one piece of data: written out, a graph with shared parts can be larger than memory. */
const MAX_VALUES = 100_000;
const MAX_TEXT = 4_000_000;

/** Whether `plainCopy` accepts it and its size is within the limits. */
export function isPlain(value: unknown): boolean {
  return new Inspection().accepts(value, 0);
}

/**
 * Data from outside as it may enter a match: plain, within the limits, and with well-formed text; undefined if it is not.
 * If nothing has to be fixed it is the same data, not a copy.
 *
 * @param bytes whether it may contain `Uint8Array`; then it is a copy
 */
export function asPlain(value: unknown, bytes = false): { readonly data: unknown } | undefined {
  const inspection = new Inspection(bytes);
  if (!inspection.accepts(value, 0)) return undefined;
  return { data: inspection.wellFormed && !inspection.hasBytes ? value : plainCopy(value, 'data', bytes) };
}

class Inspection {
  wellFormed = true;
  hasBytes = false;
  readonly #takesBytes: boolean;
  #values = 0;
  #text = 0;

  constructor(takesBytes = false) {
    this.#takesBytes = takesBytes;
  }

  accepts(value: unknown, depth: number): boolean {
    if (++this.#values > MAX_VALUES || depth > MAX_DEPTH) return false;
    if (typeof value === 'string') return this.#fits(value);
    if (typeof value !== 'object' || value === null) {
      return typeof value !== 'function' && typeof value !== 'symbol' && typeof value !== 'bigint';
    }
    if (Array.isArray(value)) return value.every((item) => this.accepts(item, depth + 1));
    if (value instanceof Uint8Array) return (this.hasBytes = this.#takesBytes);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return false;
    for (const key of Object.keys(value)) {
      if (!this.#fits(key)) return false;
      if (!this.accepts((value as Record<string, unknown>)[key], depth + 1)) return false;
    }
    return true;
  }

  #fits(text: string): boolean {
    this.wellFormed &&= text.isWellFormed();
    return (this.#text += text.length) <= MAX_TEXT;
  }
}

/** Assigning to "__proto__" would change the object's prototype. */
function put(record: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
  else record[key] = value;
}

function nameOf(value: object): string {
  return `a ${value.constructor.name}`;
}

function notPlain(path: string, what: string): TypeError {
  return new TypeError(`${path} is ${what}: only null, booleans, numbers, text, arrays and plain objects can be kept`);
}
