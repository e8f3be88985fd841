import { expect, test } from 'vitest';
import { AIM_X, AIM_Y, BLASTER, BUTTON, FIGHTER, reachOfBullet } from '../../../shared/games/arena/index.ts';
import { TestArena } from './test-arena.ts';

const [ANN, BOB] = [0, 1] as const;
const TICKS = 15;
/** Grazing hits within this distance may count either way. */
const CLOSE = 2;

/** How near a bullet comes to a walking fighter, sampled a hundred times a tick. */
function nearest(from: { x: number; y: number }, aim: number, to: { x: number; y: number }, reach: number): number {
  let least = Infinity;
  for (let part = 0; BLASTER.speed * part <= reach * 100; part++) {
    const ticks = part / 100;
    const far = BLASTER.speed * ticks;
    const x = from.x + (AIM_X[aim] ?? 0) * far - to.x - FIGHTER.speed * ticks;
    const y = from.y + (AIM_Y[aim] ?? 0) * far - to.y;
    least = Math.min(least, Math.hypot(x, y));
  }
  return least;
}

test('a bullet hits fighters who walk into its path, and misses those who walked out of it', async () => {
  const arena = await TestArena.fighting(2, { seats: 4 });
  const up = 768;
  const reach = FIGHTER.radius + BLASTER.radius;
  const outcomes = new Set<boolean>();
  for (let offset = -1_400; offset <= 200; offset += 55) {
    const [x, y] = arena.tile(5, 4);
    arena.put(ANN, x, y);
    arena.put(BOB, x + offset, arena.tile(5, 1)[1]);
    await arena.settle();
    for (const seat of [ANN, BOB]) arena.body(seat).health = 100;
    arena.setInput(BOB, { move: 1 });
    await arena.match.tick();
    arena.body(ANN).blasterReady = 0;
    arena.setInput(ANN, { aim: up, buttons: BUTTON.blaster, seenMsAgo: 0 });
    await arena.match.tick();
    arena.setInput(ANN, undefined);
    const near = nearest({ x, y }, up, arena.body(BOB), reachOfBullet(arena.map, x, y, up));
    await arena.match.tick(TICKS);
    arena.setInput(BOB, undefined);
    const isHit = arena.body(BOB).health < 100;
    outcomes.add(isHit);
    if (Math.abs(near - reach) > CLOSE) expect([offset, isHit]).toEqual([offset, near < reach]);
  }
  expect(outcomes.size).toBe(2);
});
