import { describe, expect, it } from 'vitest';
import { readSources } from './source.ts';

/** Earlier entries keep their words. */
const CHANGELOG = 'CHANGELOG.md';

/** Words that mean something only on one machine or one day, and words that a reader stumbles over. */
const WORDS: { title: string; pattern: RegExp; caught: string }[] = [
  { title: 'an old-fashioned word', pattern: /\b(anew|whoever|for ever|so many)\b/i, caught: 'it is drawn anew' },
  { title: 'a path of one machine', pattern: /(^|[\s'"`(=])\/(home|root|work|Users)\/\w/, caught: "cd '/home/me'" },
  { title: 'a registry’s host', pattern: /\bregistry\.[a-z-]+\.(com|io|net|org)\b/i, caught: 'registry.example.org' },
  { title: 'a ticket’s number', pattern: /\b(issue|ticket|pull request) #?\d/i, caught: 'see issue 7' },
  { title: 'who wrote it', pattern: /\b(an?|the|AI) (coding )?(assistant|language model)\b/i, caught: 'the assistant' },
  { title: 'when it was written', pattern: /\b(this|last|next|previous) session\b/i, caught: 'in this session' },
];

const files = readSources(
  '*',
  '.*',
  '.ci/*',
  '{create,docs,examples,package,server,client,shared,test,tools}/**/*',
).filter(({ path, text }) => !text.includes('\0') && !path.endsWith('words.test.ts') && path !== CHANGELOG);

describe.each(WORDS)('no file mentions $title', ({ pattern, caught }) => {
  it('holds', () => {
    const mentions = files.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
    );
    expect(mentions).toEqual([]);
  });

  it('catches one', () => {
    expect(caught).toMatch(pattern);
  });
});
