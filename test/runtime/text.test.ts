import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, cutText } from '../../shared/runtime/index.ts';

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
])('P8.8 cutText cuts %s to %i graphemes', (text, most, cut) => {
  expect(cutText(text, most)).toBe(cut);
});

test('P8.8 a pile of marks that is longer than the whole text may be ends it', () => {
  expect(cutText(`ab${'\u0301'.repeat(10_000)}c`, 5)).toBe('a');
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
])('P8.8 cleanText makes %j a line that looks as it is', (text, clean) => {
  expect(cleanText(text)).toBe(clean);
});

test('P8.8 cleanText puts one replacement for each run that it leaves out', () => {
  expect(cleanText('one\r\n\u200btwo\ud83d', ' ')).toBe('one two');
});

test('P8.8 whatever the text is, the result is well-formed, within its bounds, and stays as it is', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom(FAMILY, ENGLAND, '\ud83d', '\ude00', '\u200d', 'e\u0301', 'a', ' '), fc.string()),
  });
  fc.assert(
    fc.property(text, fc.nat(10), (raw, most) => {
      const cut = cutText(cleanText(raw), most);
      expect(cut.isWellFormed()).toBe(true);
      expect([...new Intl.Segmenter('en').segment(cut)].length).toBeLessThanOrEqual(most);
      expect(cutText(cut, most)).toBe(cut);
      expect(cleanText(cleanText(raw))).toBe(cleanText(raw));
    }),
  );
});
