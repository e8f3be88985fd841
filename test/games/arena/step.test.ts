import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BLASTER,
  BUTTON,
  DASH,
  FIGHTER,
  fits,
  MAPS,
  PADS,
  RAILGUN,
  stepFighter,
  type ArenaMap,
  type StepBody,
} from '../../../shared/games/arena/index.ts';
import { readMap } from '../../../shared/games/arena/map.ts';
import { propertyTest } from '../../support/property-test.ts';

const hall = readMap('hall', 'Hall', 2, ['##########', '#........#', '#...#....#', '#........#', '##########']);

function bodyAt(x: number, y: number): StepBody {
  return {
    ...{ x, y, aim: 0, health: FIGHTER.health, dashing: false, boosted: false, steps: 0 },
    ...{ dashMove: 0, dashEnds: 0, dashReady: 0, blasterReady: 0, railgunReady: 0 },
    ...{ boostBegins: 0, boostEnds: 0, shots: 0 },
  };
}

const still = { move: 0, aim: 0, buttons: 0 };
const right = { ...still, move: 1 };

/** Takes steps, and returns what was fired in each. */
function steps(body: StepBody, count: number, controls = right, map: ArenaMap = hall): string[] {
  return Array.from({ length: count }, () => stepFighter(body, controls, map));
}

const controls = fc.record({
  move: fc.integer({ min: 0, max: 16 }),
  aim: fc.integer({ min: 0, max: 1_023 }),
  buttons: fc.integer({ min: 0, max: 7 }),
});

describe('walking', () => {
  test('covers the configured distance in a step', () => {
    const body = bodyAt(1_000, 768);
    steps(body, 3);
    expect([body.x, body.y]).toEqual([1_000 + 3 * FIGHTER.speed, 768]);
  });

  test('is equally fast in every direction', () => {
    for (let move = 1; move <= 16; move += 1) {
      const body = bodyAt(10_000, 10_000);
      const open = { ...hall, width: 100, tiles: new Uint8Array(10_000) };
      stepFighter(body, { ...still, move }, open);
      expect(Math.sqrt((body.x - 10_000) ** 2 + (body.y - 10_000) ** 2)).toBeCloseTo(FIGHTER.speed, -0.5);
    }
  });

  test('ends directly at a wall', () => {
    const body = bodyAt(4_000, 768);
    steps(body, 20);
    expect(body.x).toBe(9 * 512 - FIGHTER.radius);
  });

  test('slides along a wall', () => {
    const body = bodyAt(1_000, 512 + FIGHTER.radius);
    steps(body, 5, { ...still, move: 15 });
    expect(body.y).toBe(512 + FIGHTER.radius);
    expect(body.x).toBeGreaterThan(1_200);
  });

  propertyTest(
    'never leads into a wall, and positions stay integers, whatever the controls',
    [fc.constantFrom(...MAPS), fc.nat(), fc.array(controls, { maxLength: 200 })],
    (map, at, frames) => {
      const place = map.spawns[at % map.spawns.length];
      if (place === undefined) return;
      const body = { ...bodyAt(place.x, place.y), boostEnds: 100 };
      for (const frame of frames) {
        stepFighter(body, frame, map);
        expect(fits(body.x, body.y, map)).toBe(true);
        expect([body.x, body.y, body.aim].every(Number.isInteger)).toBe(true);
      }
      expect(body.steps).toBe(frames.length);
    },
  );

  test('is not possible for the dead, who shoot nothing either, though their steps count', () => {
    const body = { ...bodyAt(1_000, 768), health: 0 };
    const fired = steps(body, 5, { move: 1, aim: 7, buttons: 7 });
    expect(fired).toEqual(Array.from({ length: 5 }, () => 'none'));
    expect(body).toEqual({ ...bodyAt(1_000, 768), health: 0, steps: 5 });
  });
});

describe('dashing', () => {
  test('is fast for a few steps in its first direction', () => {
    const body = bodyAt(600, 768);
    steps(body, 1, { ...right, buttons: BUTTON.dash });
    expect(body).toMatchObject({ x: 600 + DASH.speed, dashing: true });
    steps(body, DASH.steps - 1, { ...still, move: 9 });
    expect(body.x).toBe(600 + DASH.steps * DASH.speed);
    steps(body, 1, still);
    expect(body).toMatchObject({ x: 600 + DASH.steps * DASH.speed, dashing: false });
  });

  test('goes in the direction of the aim when standing still', () => {
    const body = bodyAt(2_000, 768);
    steps(body, 1, { move: 0, aim: 512, buttons: BUTTON.dash });
    expect(body.x).toBe(2_000 - DASH.speed);
  });

  test('has a cooldown that holding the button does not shorten', () => {
    const body = bodyAt(600, 768);
    let dashes = 0;
    for (let step = 0; step < 3 * DASH.pauseSteps; step += 1) {
      const wasDashing = body.dashing;
      steps(body, 1, { ...still, buttons: BUTTON.dash });
      if (body.dashing && !wasDashing) dashes += 1;
    }
    expect(dashes).toBe(3);
  });
});

describe('shooting', () => {
  test("repeats at the weapon's rate while the button is held", () => {
    const fired = steps(bodyAt(600, 768), 91, { ...still, buttons: BUTTON.blaster });
    expect(fired.filter((weapon) => weapon === 'blaster')).toHaveLength(Math.ceil(91 / BLASTER.pauseSteps));
    const rays = steps(bodyAt(600, 768), 91, { ...still, buttons: BUTTON.railgun });
    expect(rays.filter((weapon) => weapon === 'railgun')).toHaveLength(Math.ceil(91 / RAILGUN.pauseSteps));
  });

  test('numbers the bullets with 16 bits', () => {
    const body = bodyAt(600, 768);
    steps(body, 13, { ...still, buttons: BUTTON.blaster });
    expect(body.shots).toBe(3);
    body.shots = 65_535;
    body.blasterReady = 0;
    steps(body, 1, { ...still, buttons: BUTTON.blaster });
    expect(body.shots).toBe(0);
  });

  test("is limited to one weapon at a time: a ray starts the blaster's cooldown, too", () => {
    const fired = steps(bodyAt(600, 768), 8, { ...still, buttons: BUTTON.blaster | BUTTON.railgun });
    expect(fired).toEqual(['railgun', 'none', 'none', 'none', 'none', 'none', 'blaster', 'none']);
  });
});

test('a boost lasts from the step at which it begins to its end', () => {
  const body = { ...bodyAt(600, 768), boostBegins: 3, boostEnds: 5 };
  const ways = Array.from({ length: 6 }, () => {
    const { x } = body;
    stepFighter(body, right, hall);
    return body.x - x;
  });
  const { speed, boostedSpeed } = FIGHTER;
  expect(ways).toEqual([speed, speed, boostedSpeed, boostedSpeed, speed, speed]);
  expect(PADS.boost.delaySteps).toBeGreaterThan(9);
});
