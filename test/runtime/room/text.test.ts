import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, truncateText } from '../../../shared/runtime/index.ts';
import { ODD } from '../../support/odd-texts.ts';

const FAMILY = '👩‍👩‍👧‍👦';
const ENGLAND = '🏴󠁧󠁢󠁥󠁮󠁧󠁿';

test.each([
  [`${FAMILY}👋 hello`, 2, `${FAMILY}👋`],
  ['e\u0301e\u0301e\u0301', 2, 'e\u0301e\u0301'],
  ['🇫🇷🇩🇪🇮🇹', 2, '🇫🇷🇩🇪'],
  [`${ENGLAND}!`, 1, ENGLAND],
  ['short', 20, 'short'],
  ['', 3, ''],
  ['abc', 0, ''],
])('P8.8 truncateText cuts %s to %i graphemes', (text, most, cut) => {
  expect(truncateText(text, most)).toBe(cut);
});

test('P8.8 a pile of marks that is longer than the whole text may be ends it', () => {
  expect(truncateText(`ab${'\u0301'.repeat(10_000)}c`, 5)).toBe('a');
});

test.each([
  ['😀 Ann'[0]! + 'Ann', 'Ann'],
  [`${FAMILY} Ann`, `${FAMILY} Ann`],
  ['❤️‍🔥 Ann', '❤️‍🔥 Ann'],
  [`${ENGLAND} Ann`, `${ENGLAND} Ann`],
  ['می‌خواهم', 'می‌خواهم'],
  ['क्‍ष', 'क्‍ष'],
  ['\u200dAnn\u200d', 'Ann'],
  ['A\u200dnn', 'Ann'],
  ['A\u200bn\u2060n', 'Ann'],
  ['\u202eAnn', 'Ann'],
  ['Ann\u{E0067}\u{E0062}', 'Ann'],
  ['A\nn\tn\u2028', 'Ann'],
  // Nothing to see.
  ['A\u3164n\u115F\u1160\uFFA0n\u2800', 'Ann'],
  ['A\u034Fn\u00ADn\uFEFF\u061C\u17B4', 'Ann'],
  ['A\uFE0Fn\u{E0100}n\u180B', 'Ann'],
  // Piles of marks.
  [`A${'\u0301\u0302\u0303\u0304'.repeat(50)}nn`, 'A\u0301\u0302nn'],
  [`A\u0301${'\u200D\u0302'.repeat(50)}nn`, 'A\u0301\u0302nn'],
  ['A\u0489\u0489\u0489nn', 'A\u0489nn'],
  [`ก${'็'.repeat(30)}า`, 'ก็า'],
  // What languages and emoji need.
  ['1️⃣ ❤️ 🏳️‍🌈 👩🏽‍🚀', '1️⃣ ❤️ 🏳️‍🌈 👩🏽‍🚀'],
  ['葛\u{E0100}城', '葛\u{E0100}城'],
  ['e\u0302\u0301', 'e\u0302\u0301'],
  ['שָׁלוֹם', 'שָׁלוֹם'],
  ['مُحَمَّد ٱللَّٰه', 'مُحَمَّد ٱللَّٰه'],
  ['ที่รัก น้ำ', 'ที่รัก น้ำ'],
  ['श्रीमती क्ष्मी র‍্যাচেল', 'श्रीमती क्ष्मी র‍্যাচেল'],
  ['བསྒྲུབས ကြွေး မြွှေး ខ្មែរ', 'བསྒྲུབས ကြွေး မြွှေး ខ្មែរ'],
  ['ᠮᠣᠩᠭ\u180Bᠣᠯ', 'ᠮᠣᠩᠭ\u180Bᠣᠯ'],
])('P8.8 cleanText makes %j a line that looks as it is', (text, clean) => {
  expect(cleanText(text)).toBe(clean);
});

test('P8.8 cleanText puts one replacement for each run that it leaves out', () => {
  expect(cleanText('one\r\n\u200btwo\ud83d', ' ')).toBe('one two');
});

test('P8.8 whatever the text is, the result is well-formed, within its bounds, and stays as it is', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'binary', maxLength: 3 })),
  });
  fc.assert(
    fc.property(text, fc.nat(10), (raw, most) => {
      const cut = truncateText(cleanText(raw), most);
      expect(cut.isWellFormed()).toBe(true);
      expect([...new Intl.Segmenter('en').segment(cut)].length).toBeLessThanOrEqual(most);
      expect(truncateText(cut, most)).toBe(cut);
      expect(cleanText(cleanText(raw))).toBe(cleanText(raw));
      expect(cleanText(cleanText(raw, ' '), ' ')).toBe(cleanText(raw, ' '));
    }),
    { numRuns: 1_000 },
  );
});
