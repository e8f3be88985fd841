/** An hour in which people come and go, lines break and the process dies, again and again. */
import { Random } from '../../../shared/runtime/index.ts';
import type { SimGame } from '../games/sim-game.ts';
import type { PlannedFault, Plan } from '../plan.ts';

const NAMES = ['ann', 'bob', 'cat', 'dan'] as const;
/** How often something happens, on average. */
const EVERY_MS = 4_000;

export function churnPlan(game: SimGame, seed: number, minutes: number): Plan {
  const luck = new Random(String(seed), 'churn');
  const healsMs = minutes * 60_000;
  const mishaps: PlannedFault[] = [];
  for (let atMs = 5_000; atMs < healsMs; atMs += luck.int(1, 2 * EVERY_MS)) mishaps.push(drawMishap(luck, atMs));
  return {
    game: game.game.name,
    seed,
    faults: ['disconnect', 'leave', 'crash'],
    options: game.setup(luck).options,
    people: NAMES.map((name) => ({
      name,
      comesMs: 0,
      watches: false,
      line: { latencyMs: 0, jitterMs: 0, bytesPerSecond: undefined },
    })),
    mishaps,
    healsMs,
  };
}

function drawMishap(luck: Random, atMs: number): PlannedFault {
  const person = luck.int(0, NAMES.length - 1);
  const what = luck.float();
  if (what < 0.4) return { fault: 'disconnect', atMs, person, forMs: luck.pick([100, 2_000]) };
  if (what < 0.8) return { fault: 'leave', atMs, person };
  return { fault: 'crash', atMs, points: luck.int(0, 40), forMs: 500 };
}
