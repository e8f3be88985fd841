/** Plain data: values that can be serialized, and the only definition of them. A copy equals the result of writing and reading. */

/** How deep arrays and objects may be nested in the outermost. Deeper data is assumed to be circular. */
const MAX_DEPTH = 64;
/** Limits of one piece of data from outside: written out, a graph with shared parts can be larger than memory. */
const MAX_VALUES = 100_000;
const MAX_TEXT = 4_000_000;
/** So that a message with a path stays readable. */
const MAX_PATH = 200;

/**
 * A deep copy of null, booleans, numbers, strings, arrays and plain objects. Undefined fields are left out, −0 becomes 0, and
 * text becomes well-formed, as in the journal. Its size has no limit.
 *
 * @param path the name of `value` in the error message
 * @param bytes whether it may contain `Uint8Array`, as messages of some games do
 * @throws TypeError if it contains anything else, or is nested too deep
 */
export function plainCopy(value: unknown, path: string, bytes = false): unknown {
  const inspection = new Inspection(bytes, Infinity, Infinity);
  if (!inspection.accepts(value, 0)) throw new TypeError(inspection.problem(path));
  return copyOf(value);
}

/** Whether it is plain data and its size is within the limits. */
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
  return { data: inspection.wellFormed && !inspection.hasBytes ? value : copyOf(value) };
}

/** Which part of a value that `asPlain` does not take is wrong, and what is wrong with it. */
export function whyNotPlain(value: unknown, path: string): string {
  const inspection = new Inspection();
  inspection.accepts(value, 0);
  return inspection.problem(path);
}

class Inspection {
  wellFormed = true;
  hasBytes = false;
  readonly #takesBytes: boolean;
  readonly #maxValues: number;
  readonly #maxText: number;
  #values = 0;
  #text = 0;
  #path = '';
  #wrong = '';

  constructor(takesBytes = false, maxValues = MAX_VALUES, maxText = MAX_TEXT) {
    this.#takesBytes = takesBytes;
    this.#maxValues = maxValues;
    this.#maxText = maxText;
  }

  accepts(value: unknown, depth: number): boolean {
    if (++this.#values > this.#maxValues) return this.#refuse(`is beyond the limit of ${this.#maxValues} values`);
    if (typeof value === 'string') return this.#fits(value);
    if (typeof value !== 'object' || value === null) {
      const isPlainType = typeof value !== 'function' && typeof value !== 'symbol' && typeof value !== 'bigint';
      return isPlainType || this.#refuseType(typeof value);
    }
    if (this.#takesBytes && value instanceof Uint8Array) return (this.hasBytes = true);
    if (depth > MAX_DEPTH) return this.#refuse(`is nested more than ${MAX_DEPTH} deep`);
    return Array.isArray(value) ? this.#acceptsItems(value, depth) : this.#acceptsFields(value, depth);
  }

  /** Of a value that it did not accept. */
  problem(name: string): string {
    const path = name + this.#path;
    return `${path.length > MAX_PATH ? `${path.slice(0, MAX_PATH).toWellFormed()}…` : path} ${this.#wrong}`;
  }

  #acceptsItems(items: readonly unknown[], depth: number): boolean {
    for (let index = 0; index < items.length; index++) {
      if (!this.accepts(items[index], depth + 1)) return this.#refuseAt(`[${index}]`);
    }
    return true;
  }

  #acceptsFields(value: object, depth: number): boolean {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return this.#refuseType(classOf(value));
    for (const key of Object.keys(value)) {
      if (!this.#fits(key) || !this.accepts((value as Record<string, unknown>)[key], depth + 1))
        return this.#refuseAt(`.${key}`);
    }
    return true;
  }

  #fits(text: string): boolean {
    this.wellFormed &&= text.isWellFormed();
    return (
      (this.#text += text.length) <= this.#maxText ||
      this.#refuse(`is beyond the limit of ${this.#maxText} units of text`)
    );
  }

  #refuseType(type: string): false {
    return this.#refuse(`is a ${type}: only null, booleans, numbers, text, arrays and plain objects can be kept`);
  }

  #refuse(wrong: string): false {
    this.#wrong = wrong;
    return false;
  }

  #refuseAt(step: string): false {
    this.#path = step.slice(0, MAX_PATH) + this.#path;
    return false;
  }
}

/** A copy of plain data. */
function copyOf(value: unknown): unknown {
  if (typeof value === 'number') return value + 0;
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  // Also of a Buffer, whose memory may be that of a frame.
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) setField(copy, key.toWellFormed(), copyOf(item));
  }
  return copy;
}

/** The name of the class of an object, which may have any prototype. */
function classOf(value: object): string {
  const { constructor }: { readonly constructor?: unknown } = value;
  return (typeof constructor === 'function' && constructor.name) || 'class instance';
}

/** Assigning to "__proto__" would change the object's prototype. */
export function setField(record: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
  else record[key] = value;
}
