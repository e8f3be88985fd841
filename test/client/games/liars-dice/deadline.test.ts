import { expect, it } from 'vitest';
import { localSpan } from '../../../../client/games/liars-dice/deadline.ts';

it('a deadline just set runs from now on', () => {
  expect(localSpan({ now: 60_000, deadline: 90_000 }, undefined, 1_000)).toEqual({ from: 1_000, until: 31_000 });
});

it('a deadline that already runs ends when it would for everybody', () => {
  expect(localSpan({ now: 60_000, deadline: 90_000 }, 72_000, 1_000)).toEqual({ from: -11_000, until: 19_000 });
});

it('a welcome older than the deadline changes nothing', () => {
  expect(localSpan({ now: 60_000, deadline: 90_000 }, 59_000, 1_000)).toEqual({ from: 1_000, until: 31_000 });
});
