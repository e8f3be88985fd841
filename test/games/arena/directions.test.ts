import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AIM_X, AIM_Y, aimOfWalk, aimTowards, turnBetween, walkOfAim } from '../../../shared/games/arena/index.ts';
import { readSources } from '../../architecture/source.ts';

const aims = Array.from({ length: 1_024 }, (_, aim) => aim);

test('the table matches the engine’s own sines', () => {
  for (const aim of aims) {
    expect(AIM_X[aim]).toBeCloseTo(Math.cos((aim * Math.PI) / 512), 14);
    expect(AIM_Y[aim]).toBeCloseTo(Math.sin((aim * Math.PI) / 512), 14);
  }
});

test('the four straight directions are exactly straight', () => {
  const straight = [0, 256, 512, 768].map((aim) => [AIM_X[aim], AIM_Y[aim]].map((side) => (side ?? NaN) + 0));
  expect(straight).toEqual([
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ]);
});

test('the arena uses no math functions whose results differ between engines', () => {
  const risky = /Math\.(sin|cos|tan|asin|acos|atan|atan2|hypot|pow|exp|log|cbrt)\b|\*\*/;
  const sources = readSources('shared/games/arena/**/*.ts').filter(({ text }) => {
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    return risky.test(code);
  });
  expect(sources.map(({ path }) => path)).toEqual([]);
});

test('aiming towards a vector gives the nearest direction', () => {
  const side = fc.integer({ min: -60_000, max: 60_000 });
  fc.assert(
    fc.property(side, side, (dx, dy) => {
      fc.pre(dx !== 0 || dy !== 0);
      const turns = Math.atan2(dy, dx) / (2 * Math.PI);
      const off = Math.abs(turnBetween(aimTowards(dx, dy), turns * 1_024));
      expect(off).toBeLessThanOrEqual(0.500001);
    }),
  );
});

test('aiming at its own position is aiming to the right', () => {
  expect(aimTowards(0, 0)).toBe(0);
});

test('each walking direction is the nearest to its aiming direction', () => {
  for (let move = 1; move <= 16; move += 1) {
    expect(walkOfAim(aimOfWalk(move))).toBe(move);
    expect(walkOfAim((aimOfWalk(move) + 31) % 1_024)).toBe(move);
    expect(walkOfAim((aimOfWalk(move) + 992) % 1_024)).toBe(move);
  }
});

test('turns go the shorter way round', () => {
  expect([turnBetween(1_000, 10), turnBetween(10, 1_000), turnBetween(5, 5)]).toEqual([34, -34, 0]);
});
