import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BROWSER, BROWSER_ALONE, LONG, PURE, SERVER, SLOW } from './projects.ts';

const matches = (pattern: string): string[] => globSync(pattern, { cwd: join(import.meta.dirname, '..') });

it.each([...PURE, ...Object.keys(LONG), ...SLOW, ...SERVER, ...BROWSER, ...BROWSER_ALONE])(
  '%s names tests that exist',
  (pattern) => {
    expect(matches(pattern)).not.toEqual([]);
  },
);

it('no list names a test of another one', () => {
  const listed = [Object.keys(LONG), SLOW, SERVER, BROWSER].flatMap((patterns) => patterns.flatMap(matches));
  expect(listed.filter((file, index) => listed.indexOf(file) !== index)).toEqual([]);
});
