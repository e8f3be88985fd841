/** Text that people type: made well-formed, cleaned, and truncated by graphemes before it enters a match. */

/** How many UTF-16 units a grapheme may have on average: a flag of England has 14, and combining marks can be stacked endlessly. */
const UNITS_PER_GRAPHEME = 16;

/** Invisible characters: control and format characters, line breaks, halves of surrogate pairs, fillers, and the empty pattern of Braille. */
const UNSEEN = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800`;
/** Selectors of a variant stay behind what has variants: emoji, the characters of Chinese and Japanese, Mongolian letters, and keycaps. */
const VARIANT = String.raw`(?<=[\p{Extended_Pictographic}\p{Script=Han}\p{Script=Mongolian}])\p{Variation_Selector}|(?<=[0-9#*])\uFE0F(?=\u20E3)`;
const UNJOINED = String.raw`${UNSEEN}\p{Z}\p{ASCII}\p{Script=Latin}`;
/** Joiners stay between two characters that may be joined, and tags behind the flag that they complete. */
const JOINER = String.raw`(?<=[^${UNJOINED}]|${VARIANT})[\u200C\u200D](?=[^${UNJOINED}\p{Script=Inherited}])`;
const TAG = String.raw`(?<=\u{1F3F4}[\u{E0020}-\u{E007F}]{0,7})[\u{E0020}-\u{E007F}]`;
const CLEANED = new RegExp(`(?<kept>${VARIANT}|${JOINER}|${TAG})|[${UNSEEN}]+`, 'gu');

/** The combining marks of one character, with joiners among them. */
const MARKS = /[\p{M}\u200C\u200D]{2,}/gu;
const STACKS = /[\p{Mn}\p{Me}]/u;
/** Marks that go with any letter. No language needs more than two on a letter that Unicode does not have precomposed. */
const GOES_WITH_ANY = /(?!\p{Script_Extensions=Arabic})[\p{Script=Inherited}\p{Script=Common}]/u;
const MAX_MARKS = { ofAnyScript: 2, inAll: 5 } as const;

let segmenter: Intl.Segmenter | undefined;

/**
 * Truncates a text between graphemes: never within an emoji of several parts or a letter with its accents. A stack of marks
 * longer than the limit ends the text.
 *
 * For schemas and pages, which handle text before it enters a match. Not for scripts: engines have different versions of
 * Unicode.
 *
 * @param most the maximum number of graphemes
 *
 * @example
 * truncateText('👩‍👩‍👧‍👦👋 hello', 2); // '👩‍👩‍👧‍👦👋'
 */
export function truncateText(text: string, most: number): string {
  // Each grapheme has at least one unit.
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
 * Cleans a line of text: makes it well-formed, replaces each run of control characters, line breaks and invisible characters,
 * and removes stacked marks beyond what languages use. Emoji of several parts, joined letters and vowel signs stay whole.
 *
 * @param instead replaces what is left out: '' unless given
 *
 * @example
 * const Chat = z.string().transform((text) => cleanText(text, ' ')).pipe(z.string().min(1));
 */
export function cleanText(text: string, instead = ''): string {
  return text
    .replace(CLEANED, (_, kept: string | undefined) => kept ?? instead)
    .replace(MARKS, lowestMarks)
    .trim();
}

/** Keeps as many marks of a character as languages use. After one too many, the rest is removed too. */
function lowestMarks(marks: string): string {
  let [ofAnyScript, inAll] = [0, 0];
  let kept = '';
  let last = '';
  for (const mark of marks) {
    if (STACKS.test(mark)) {
      inAll++;
      if (GOES_WITH_ANY.test(mark)) ofAnyScript++;
      if (mark === last || ofAnyScript > MAX_MARKS.ofAnyScript || inAll > MAX_MARKS.inAll)
        return kept.replace(/[\u200C\u200D]$/u, '');
    }
    kept += mark;
    last = mark;
  }
  return kept;
}
