import { expect, it } from 'vitest';
import { readRef, writeRef, type RefTarget } from '../../../../server/host/intake/reply-route.ts';

it('the ref of a numbered message is its number, and the refs of requests are below zero', () => {
  expect(writeRef({ kind: 'numbered', number: 7 })).toBe(7);
  expect(writeRef({ kind: 'once', request: 7 })).toBe(-7);
});

it('a reply route is read as it was written', () => {
  const targets: RefTarget[] = [
    { kind: 'numbered', number: 1 },
    { kind: 'numbered', number: 2 ** 32 - 1 },
    { kind: 'once', request: 1 },
    { kind: 'once', request: 2 ** 40 },
  ];
  expect(targets.map((target) => readRef(writeRef(target)))).toEqual(targets);
});
