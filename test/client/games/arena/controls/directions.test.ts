import { describe, expect, it } from 'vitest';
import { angleOf, aimOf, turnBetween, walkDirection } from '../../../../../client/games/arena/controls/directions.ts';

describe('a direction of walking', () => {
  it.for([
    [0, 0, 0],
    [1, 0, 1],
    [1, 1, 3],
    [0, 1, 5],
    [-1, 0, 9],
    [0, -1, 13],
    [1, -1, 15],
    [1, -0.05, 1],
  ] as const)('a push of (%d, %d) is direction %d', ([x, y, direction]) => {
    expect(walkDirection(x, y)).toBe(direction);
  });

  it('a push within the dead zone stands still', () => {
    expect(walkDirection(0.1, -0.1, 0.25)).toBe(0);
  });
});

describe('an aim', () => {
  it('goes clockwise from the right, in 1024ths of a turn, for any angle', () => {
    expect([0, Math.PI / 2, Math.PI, -Math.PI / 2, 2 * Math.PI, -7 * Math.PI].map(aimOf)).toEqual([
      0, 256, 512, 768, 0, 512,
    ]);
  });

  it('converts back to its angle', () => {
    for (let aim = 0; aim < 1_024; aim += 1) expect(aimOf(angleOf(aim))).toBe(aim);
  });
});

it('turns the shorter way between two angles', () => {
  expect(turnBetween(0.1, 2 * Math.PI - 0.1)).toBeCloseTo(-0.2);
  expect(turnBetween(-3, 3)).toBeCloseTo(6 - 2 * Math.PI);
  expect(turnBetween(1, 1.5 + 4 * Math.PI)).toBeCloseTo(0.5);
});
