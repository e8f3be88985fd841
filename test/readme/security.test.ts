/** The checklist is held by tests that exist. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { testsIn } from '../support/named-tests.ts';

const checklist = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');
const [held = ''] = checklist.split('## What is not protected');
const lines = held.split('\n').filter((line) => line.startsWith('- '));

test('the checklist has lines, and a part of what is not protected', () => {
  expect(lines.length).toBeGreaterThan(50);
  expect(held).not.toBe(checklist);
});

test.each(lines)('%s', (line) => {
  const [, file = '', title = ''] = /`([\w/.-]+\.test\.tsx?) › ([^`]+)`$/.exec(line) ?? [];
  expect([...testsIn(file).keys()]).toContain(title);
});

test('every setting that it names is one of the server', () => {
  const settings = readFileSync(new URL('../../server/settings.ts', import.meta.url), 'utf8');
  const limits = readFileSync(new URL('../../server/host/limits.ts', import.meta.url), 'utf8');
  for (const [, name = ''] of checklist.matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:\.\w+)?`/g))
    expect(`${settings}${limits}`, name).toContain(name);
  for (const [, names = ''] of held.matchAll(/\((`\w+`(?:, `\w+`)*)\)/g))
    for (const [, name = ''] of names.matchAll(/`(\w+)`/g)) expect(`${settings}${limits}`, name).toContain(name);
});

test('every file that it links to exists', () => {
  for (const [, path = ''] of checklist.matchAll(/\]\((?!https?:)([^)#]+)/g))
    expect(existsSync(new URL(path, new URL('../../docs/', import.meta.url))), path).toBe(true);
});
