/**
 * Reads what a browser has kept. Another version of this page may have written it, or a visitor, or an extension: what is no longer
 * understood is left out, piece by piece, and the rest is used.
 */

/** A page keeps nothing that is longer. */
export const MAX_STORED_UNITS = 65_536;

/** Reads one thing; undefined where it is none. */
export type RecordParser<T> = (fields: Readonly<Record<string, unknown>>) => T | undefined;

/** The first of a list, `most` of them. */
export function parseStoredList<T>(text: string | undefined, read: RecordParser<T>, most: number): T[] {
  const list = parsed(text);
  if (!Array.isArray(list)) return [];
  const things: T[] = [];
  for (const item of list) {
    const thing = parseRecord(item, read);
    if (thing !== undefined && things.push(thing) === most) break;
  }
  return things;
}

export function parseStoredRecord<T>(text: string | undefined, read: RecordParser<T>): T | undefined {
  return parseRecord(parsed(text), read);
}

/** What comes by a channel or a message, which has been no text. */
export function parseRecord<T>(value: unknown, read: RecordParser<T>): T | undefined {
  return typeof value === 'object' && value !== null ? read(value as Readonly<Record<string, unknown>>) : undefined;
}

/** An id, a code, a name: never empty. */
export function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 256;
}

/** In ms since 1970, up to the last moment that a Date can tell. */
export function isTimestamp(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 8.64e15;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined || text.length > MAX_STORED_UNITS ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
