import { expect, test } from 'vitest';
import { fitName } from '../../../client/identity/name.ts';
import { JoinOptions } from '../../../shared/protocol.ts';

test.each([
  ['Ann', 'Ann'],
  ['  Ann  ', 'Ann'],
  ['👩‍👩‍👧‍👦'.repeat(30), '👩‍👩‍👧‍👦'.repeat(20)],
  ['\ud83d', ''],
  ['a\u200bb', 'ab'],
  ['x'.repeat(19) + ' y', 'x'.repeat(19)],
])('the name %j becomes %j, and the server accepts it unchanged', (typed, name) => {
  expect(fitName(typed)).toBe(name);
  if (name !== '') expect(JoinOptions.parse({ name }).name).toBe(name);
});
