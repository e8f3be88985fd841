/** The text of match ids: letters and digits that survive in links, file names and speech. */

const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** Random bytes for the id of a match: it opens the replay, so it must not be guessed. */
export const MATCH_ID_BYTES = 10;

/** One letter for each byte. */
export function matchIdText(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => ID_LETTERS[byte % 32]).join('');
}
