/** Text that people type: made well-formed, cleaned and cut by graphemes before it enters a match. */

/** How many UTF-16 units a grapheme may have on average: a flag of England has 14, and marks can be piled up without end. */
const UNITS_PER_GRAPHEME = 16;

/** Joiners stay between two characters that may be joined, and tags behind the flag that they complete. */
const JOINS = /(?<=[^\p{C}\p{Z}\p{ASCII}\p{Script=Latin}])[\u200C\u200D](?=[^\p{C}\p{Z}\p{ASCII}\p{Script=Latin}])/u;
const TAGS = /(?<=\u{1F3F4}[\u{E0020}-\u{E007F}]{0,7})[\u{E0020}-\u{E007F}]/u;
/** Control characters, line breaks, halves of surrogate pairs, and format characters, which nobody sees. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/u;
const CLEANED = new RegExp(`(?<kept>${JOINS.source}|${TAGS.source})|${UNSEEN.source}`, 'gu');

let segmenter: Intl.Segmenter | undefined;

/**
 * The beginning of a text, never ending within what a reader takes for one character: an emoji of several parts, a letter
 * with its accents. A pile of marks that is longer than all of it may be ends the text.
 *
 * For schemas and pages, which see text before it enters a match. Engines know different versions of Unicode, so a script
 * that calls it may play differently in another one.
 *
 * @param most how many graphemes are kept at most
 *
 * @example
 * cutText('👩‍👩‍👧‍👦👋 hello', 2); // '👩‍👩‍👧‍👦👋'
 */
export function cutText(text: string, most: number): string {
  // A grapheme has one unit or more, so this text has no more of them.
  if (text.length <= most) return text;
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const mostUnits = most * UNITS_PER_GRAPHEME;
  let graphemes = 0;
  let units = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    units = index + segment.length;
    if (++graphemes > most || units > mostUnits) return text.slice(0, index);
  }
  return text;
}

/**
 * One line of text as a reader would see it: well-formed, without control characters, line breaks and invisible format
 * characters, each run of them replaced. Emoji of several parts and joined letters stay whole.
 *
 * @param instead takes the place of what is left out: '' unless given
 *
 * @example
 * const Chat = z.string().transform((text) => cleanText(text, ' ')).pipe(z.string().min(1));
 */
export function cleanText(text: string, instead = ''): string {
  return text.replace(CLEANED, (_, kept: string | undefined) => kept ?? instead).trim();
}
