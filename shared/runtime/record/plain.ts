/** Plain data: what can be written down. Copies of it are the same that writing and reading would give. */

/** Deeper data is taken for a ring. */
const MOST_DEPTH = 64;

/**
 * A deep copy of null, booleans, numbers, strings, arrays and plain objects. Fields that are undefined are left out, −0
 * becomes 0, and text becomes well-formed, as no journal keeps those.
 *
 * @param path what `value` is called in the error
 * @throws TypeError where something else is in it
 */
export function plainCopy(value: unknown, path: string, depth = 0): unknown {
  if (typeof value === 'number') return value + 0;
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'boolean' || value === undefined || value === null) return value;
  if (typeof value !== 'object') throw notPlain(path, `a ${typeof value}`);
  if (depth > MOST_DEPTH) throw new TypeError(`${path} is nested more than ${MOST_DEPTH} deep`);
  if (Array.isArray(value)) return value.map((item, index) => plainCopy(item, `${path}[${index}]`, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw notPlain(path, nameOf(value));
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) put(copy, key.toWellFormed(), plainCopy(item, `${path}.${key}`, depth + 1));
  }
  return copy;
}

/** So many values, and so many units of text, are written down at once: a graph can be larger than its memory. */
const MOST_VALUES = 100_000;
const MOST_TEXT = 4_000_000;

/** Whether `plainCopy` would take it, and it is of a size to be written down. */
export function isPlain(value: unknown): boolean {
  return new Inspection().accepts(value, 0);
}

/**
 * Data from outside as it may enter a match: plain, of a size to be written down, and with well-formed text. undefined where it
 * is something else. Where there is nothing to mend it is the same data, not a copy.
 */
export function asPlain(value: unknown): { readonly data: unknown } | undefined {
  const inspection = new Inspection();
  if (!inspection.accepts(value, 0)) return undefined;
  return { data: inspection.wellFormed ? value : plainCopy(value, 'data') };
}

class Inspection {
  wellFormed = true;
  #values = 0;
  #text = 0;

  accepts(value: unknown, depth: number): boolean {
    if (++this.#values > MOST_VALUES || depth > MOST_DEPTH) return false;
    if (typeof value === 'string') return this.#fits(value);
    if (typeof value !== 'object' || value === null) {
      return typeof value !== 'function' && typeof value !== 'symbol' && typeof value !== 'bigint';
    }
    if (Array.isArray(value)) return value.every((item) => this.accepts(item, depth + 1));
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
    return (this.#text += text.length) <= MOST_TEXT;
  }
}

/** Assigning to "__proto__" would change what the record is. */
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
