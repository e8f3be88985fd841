/** The orders in which data of games is read: the same in every backend. */
import type { StoredRange, StoredRow } from './data-backend.ts';

/** Compares texts as databases do, which order them by their bytes in UTF-8: `<` goes by units of UTF-16. */
export function byCodePoints(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at < 0) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
}

/** Rows with a score, the highest first, then by their numbers. */
export function byScore(rows: readonly StoredRow[]): StoredRow[] {
  return rows
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || a.number - b.number);
}

/** The rows of a range; `rows` are in the order of their numbers. */
export function inRange(rows: readonly StoredRow[], { limit, after, newestFirst }: StoredRange): StoredRow[] {
  const ordered = newestFirst ? rows.toReversed() : rows;
  const follows = ({ number }: StoredRow): boolean =>
    after === undefined || (newestFirst ? number < after : number > after);
  return ordered.filter(follows).slice(0, limit);
}
