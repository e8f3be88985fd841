/** Text that people type: made well-formed, cleaned and cut by graphemes before it enters a match. */

/** How many UTF-16 units a grapheme may have on average: a flag of England has 14, and marks can be piled up without end. */
const UNITS_PER_GRAPHEME = 16;

/** What nobody sees: control and format characters, line breaks, halves of surrogate pairs, fillers, and the empty pattern of Braille. */
const UNSEEN = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800`;
/** Selectors of a variant stay behind what has variants: emoji, the characters of Chinese and Japanese, Mongolian letters, and keycaps. */
const VARIANT = String.raw`(?<=[\p{Extended_Pictographic}\p{Script=Han}\p{Script=Mongolian}])\p{Variation_Selector}|(?<=[0-9#*])\uFE0F(?=\u20E3)`;
const UNJOINED = String.raw`${UNSEEN}\p{Z}\p{ASCII}\p{Script=Latin}`;
/** Joiners stay between two characters that may be joined, and tags behind the flag that they complete. */
const JOINER = String.raw`(?<=[^${UNJOINED}]|${VARIANT})[\u200C\u200D](?=[^${UNJOINED}\p{Script=Inherited}])`;
const TAG = String.raw`(?<=\u{1F3F4}[\u{E0020}-\u{E007F}]{0,7})[\u{E0020}-\u{E007F}]`;
const CLEANED = new RegExp(`(?<kept>${VARIANT}|${JOINER}|${TAG})|[${UNSEEN}]+`, 'gu');

/** Marks of one character, and the joiners among them. */
const MARKS = /[\p{M}\u200C\u200D]{2,}/gu;
const STACKS = /[\p{Mn}\p{Me}]/u;
/** Such a mark goes with any letter. Two are as many as any language has on one that Unicode has not as a whole. */
const GOES_WITH_ANY = /(?!\p{Script_Extensions=Arabic})[\p{Script=Inherited}\p{Script=Common}]/u;
const MOST_MARKS = { ofAnyScript: 2, inAll: 5 } as const;

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
export function truncateText(text: string, most: number): string {
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
 * One line of text as a reader would see it: well-formed, without control characters, line breaks and invisible characters, each
 * run of them replaced, and without piles of marks: of those that no language has, the lowest stay. Emoji of several parts, joined
 * letters and vowel signs stay whole.
 *
 * @param instead takes the place of what is left out: '' unless given
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

/** As many of a character's marks as languages have. What comes after one mark too many goes with it. */
function lowestMarks(marks: string): string {
  let [ofAnyScript, inAll] = [0, 0];
  let kept = '';
  let last = '';
  for (const mark of marks) {
    if (STACKS.test(mark)) {
      inAll++;
      if (GOES_WITH_ANY.test(mark)) ofAnyScript++;
      if (mark === last || ofAnyScript > MOST_MARKS.ofAnyScript || inAll > MOST_MARKS.inAll)
        return kept.replace(/[\u200C\u200D]$/u, '');
    }
    kept += mark;
    last = mark;
  }
  return kept;
}
