import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitName } from '../../client/identity/name.ts';
import { Names } from '../../server/host/members/names.ts';
import { botName } from '../../shared/bot-names.ts';
import { cleanName, nameInText } from '../../shared/names.ts';
import { JoinOptions } from '../../shared/protocol.ts';
import { NAME_LENGTH } from '../../shared/wire.ts';
import { ODD } from '../support/odd-texts.ts';

const graphemes = new Intl.Segmenter('en');
const text = fc.string({
  unit: fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'binary', maxLength: 3 })),
  maxLength: 40,
});

test.each([
  ['Ann', 'Ann'],
  ['  Ann   \u00A0\u3000 Lee ', 'Ann Lee'],
  ['A\u030Asa', 'Åsa'],
  ['\u0301\u0301Ann', 'Ann'],
  ['\u0301', ''],
  ['\u3164\u2800\u200B', ''],
  ['\u202Ennaـ', 'nnaـ'],
  ['👩‍👩‍👧 Müller', '👩‍👩‍👧 Müller'],
  ['🇫🇷', '🇫🇷'],
  ['محمد', 'محمد'],
  ['דָּוִד', 'דָּוִד'.normalize('NFC')],
  ['สมชาย', 'สมชาย'],
  ['श्रीकान्त', 'श्रीकान्त'],
  ['Nguyễn Thị Ánh', 'Nguyễn Thị Ánh'],
  ['李小龙', '李小龙'],
])('the name %j is %j', (typed, name) => {
  expect(cleanName(typed)).toBe(name);
});

test('a name is one line of something to see, and cleaning it once more changes nothing', () => {
  fc.assert(
    fc.property(text, (typed) => {
      const name = cleanName(typed);
      expect(name).not.toMatch(/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\u3164]|^\s|\s$|\s\s|^\p{M}/u);
      expect(name === '' || /[\p{L}\p{N}\p{P}\p{S}\p{Co}]/u.test(name)).toBe(true);
      expect(name.isWellFormed()).toBe(true);
      expect(cleanName(name)).toBe(name);
    }),
    { numRuns: 2_000 },
  );
});

test('what a page makes of a name a table takes as it is, and what it does not take it refuses', () => {
  fc.assert(
    fc.property(text, (typed) => {
      const name = fitName(typed);
      expect(fitName(name)).toBe(name);
      expect([...graphemes.segment(name)].length).toBeLessThanOrEqual(NAME_LENGTH);
      const taken = JoinOptions.safeParse({ name });
      expect(taken.data?.name ?? '').toBe(name);
      expect(taken.success).toBe(name !== '');
    }),
    { numRuns: 1_000 },
  );
});

function namesOf(...names: readonly string[]): Names {
  const all = new Names();
  for (const name of names) all.add(name);
  return all;
}

describe('at a table no two names look alike', () => {
  test.each([
    ['Ann', 'Ann', 'Ann 2'],
    ['Ann', 'ann', 'ann 2'],
    ['Ann', 'Аnn', 'Аnn 2'],
    ['Ann', 'Ａｎｎ', 'Ａｎｎ 2'],
    ['Ann', '𝐀𝐧𝐧', '𝐀𝐧𝐧 2'],
    ['Ann', 'Ann 2', 'Ann 2'],
    ['Iris', 'lris', 'lris 2'],
    ['Paul', 'PAUL', 'PAUL 2'],
    ['O0', 'OO', 'OO 2'],
    ['葛城', '葛\u{E0100}城', '葛\u{E0100}城 2'],
    ['👩‍👩‍👧', '👩‍👩‍👧', '👩‍👩‍👧 2'],
    ['x'.repeat(20), 'x'.repeat(20), `${'x'.repeat(18)} 2`],
    ['👩‍👩‍👧'.repeat(20), '👩‍👩‍👧'.repeat(20), `${'👩‍👩‍👧'.repeat(18)} 2`],
    ['Ann', 'Anna', 'Anna'],
    ['Ann', 'Änn', 'Änn'],
    ['Ann', 'Admin', 'Admin 2'],
    ['Ann', 'Аdmіn', 'Аdmіn 2'],
  ])('where %s sits, %s is %s', (there, wanted, name) => {
    expect(namesOf(there).free(wanted)).toBe(name);
  });

  test('a third has the next number, also who wanted the second’s name', () => {
    expect(namesOf('Ann', 'Ann 2').free('Ann')).toBe('Ann 3');
    expect(namesOf('Ann', 'Ann 2').free('ANN 2')).toBe('ANN 3');
  });

  test('a name is free again when the last of that look has left', () => {
    const names = namesOf('Ann', 'ann');
    names.delete('Ann');
    expect(names.has('ANN')).toBe(true);
    names.delete('ann');
    expect(names.free('ANN')).toBe('ANN');
  });

  test('whatever hundreds of people want to be called', () => {
    const wanted = fc.array(fc.oneof(text, fc.constantFrom('Ann', 'Аnn', 'ann 2', 'x'.repeat(20))), { maxLength: 60 });
    fc.assert(
      fc.property(wanted, (all) => {
        const names = new Names();
        for (const each of all) {
          const clean = fitName(each) || 'Guest';
          const name = names.free(clean);
          expect(names.has(name)).toBe(false);
          expect(name).toBe(names.free(clean));
          expect([...graphemes.segment(name)].length).toBeLessThanOrEqual(NAME_LENGTH);
          names.add(name);
        }
      }),
    );
  });
});

test('no bot is called as somebody who looks like one', () => {
  const first = botName(
    () => false,
    () => 0,
  );
  expect(
    botName(
      (name) => namesOf(first.toUpperCase()).has(name),
      () => 0,
    ),
  ).not.toBe(first);
  expect(
    botName(
      (name) => namesOf(first.replace('A', 'А')).has(name),
      () => 0,
    ),
  ).not.toBe(first);
});

test('a name from right to left is isolated within a sentence', () => {
  expect(nameInText('Ann')).toBe('Ann');
  expect(nameInText('محمد')).toBe('\u2068محمد\u2069');
});
