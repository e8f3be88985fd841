/**
 * Reads what a browser has kept. Another version of this page may have written it, or a visitor, or an extension: what is no longer
 * understood is left out, piece by piece, and the rest is used.
 */

/** A page keeps nothing that is longer. */
export const MAX_STORED_UNITS = 65_536;

/** Reads one thing; undefined where it is none. */
export type ReadStored<T> = (fields: Readonly<Record<string, unknown>>) => T | undefined;

/** The first of a list, `most` of them. */
export function storedList<T>(text: string | undefined, read: ReadStored<T>, most: number): T[] {
  const list = parsed(text);
  if (!Array.isArray(list)) return [];
  const things: T[] = [];
  for (const item of list) {
    const thing = readThing(item, read);
    if (thing !== undefined && things.push(thing) === most) break;
  }
  return things;
}

export function storedThing<T>(text: string | undefined, read: ReadStored<T>): T | undefined {
  return readThing(parsed(text), read);
}

/** What comes by a channel or a message, which has been no text. */
export function readThing<T>(value: unknown, read: ReadStored<T>): T | undefined {
  return typeof value === 'object' && value !== null ? read(value as Readonly<Record<string, unknown>>) : undefined;
}

/** An id, a code, a name: never empty. */
export function isWord(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 256;
}

/** In ms since 1970, up to the last moment that a Date can tell. */
export function isMoment(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 8.64e15;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined || text.length > MAX_STORED_UNITS ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
