/** What people may be called: by these rules a page shows a name as a table takes it. */
import { cleanText } from './runtime/index.ts';

/** Something to see: a name of marks or spaces alone is none. */
const SEEN = /[\p{L}\p{N}\p{P}\p{S}\p{Co}]/u;

/**
 * A name as a table takes it, however long: one line, characters in their composed form, spaces one by one, nothing invisible, no piles
 * of marks and none without a letter to stand on. '' where nothing is left.
 */
export function cleanName(text: string): string {
  const clean = cleanText(cleanText(text).normalize('NFC'))
    .replace(/\s+/gu, ' ')
    .replace(/^[\p{M}\s\u200C\u200D]+/u, '');
  return SEEN.test(clean) ? clean : '';
}

/** Letters that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** A name within a sentence: one from right to left does not turn what is around it. */
export function nameInText(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name;
}
