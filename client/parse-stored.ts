/**
 * Parses what the browser has stored. It may come from another version of this page, an extension or the visitor, so invalid parts are
 * skipped one by one and the rest is used.
 */

/** Longer texts are ignored. */
export const MAX_STORED_UNITS = 65_536;

/** Parses one record; undefined if it is invalid. */
export type RecordParser<T> = (fields: Readonly<Record<string, unknown>>) => T | undefined;

/** The first `most` valid records of a stored list. */
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

/** Parses a value that is not text, such as a message of a channel. */
export function parseRecord<T>(value: unknown, read: RecordParser<T>): T | undefined {
  return typeof value === 'object' && value !== null ? read(value as Readonly<Record<string, unknown>>) : undefined;
}

/** An id, a code or a name: not empty, and not long. */
export function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 256;
}

/** In ms since 1970, within the range of `Date`. */
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
