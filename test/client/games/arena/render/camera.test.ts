import { describe, expect, it } from 'vitest';
import { Camera } from '../../../../../client/games/arena/render/camera.ts';

function camera(width: number, height: number): Camera {
  const made = new Camera();
  made.resize(width, height);
  made.over({ width: 4_000, height: 3_000 });
  return made;
}

describe('the camera', () => {
  it('never lags behind the fighter it follows', () => {
    const made = camera(1_280, 800);
    made.follow(2_000, 1_500, 0, 0, 16);
    made.follow(2_300, 1_400, 0, 0, 16);
    expect([made.x, made.y]).toEqual([2_300, 1_400]);
  });

  it('looks ahead in the direction of the aim, smoothly', () => {
    const made = camera(1_280, 800);
    made.follow(2_000, 1_500, 1, 0, 16);
    const first = made.x;
    for (let picture = 0; picture < 100; picture += 1) made.follow(2_000, 1_500, 1, 0, 16);
    expect(first).toBeGreaterThan(2_000);
    expect(made.x - 2_000).toBeGreaterThan(3 * (first - 2_000));
    expect(made.y).toBe(1_500);
  });

  it('stays on the map, but for a small margin', () => {
    const made = camera(1_280, 800);
    made.follow(0, 3_000, 0, 0, 16);
    const spot = { x: 0, y: 0 };
    made.toScreen(0, 3_000, spot);
    expect(spot.x).toBeCloseTo(84);
    expect(spot.y).toBeCloseTo(800 - 84);
  });

  it('centres a map that is smaller than the view', () => {
    const made = camera(1_280, 800);
    made.over({ width: 400, height: 300 });
    made.follow(390, 10, 0, 0, 16);
    expect([made.x, made.y]).toEqual([200, 150]);
  });

  it.for([
    [1_280, 800],
    [1_920, 1_080],
    [3_840, 1_600],
    [360, 640],
    [740, 360],
  ] as const)('on %d × %d one sees neither much more nor much less than elsewhere', ([width, height]) => {
    const { zoom } = camera(width, height);
    const seen = Math.hypot(width, height) / zoom;
    expect(seen).toBeGreaterThan(1_150);
    expect(seen).toBeLessThan(1_500);
  });
});
