/** A plan in which players join and leave, connections drop and the process crashes, again and again. */
import { Random } from '../../../shared/runtime/index.ts';
import type { SimGame } from '../games/sim-game.ts';
import type { PlannedFault, Plan } from '../plan.ts';

const NAMES = ['ann', 'bob', 'cat', 'dan'] as const;
/** How often something happens, on average. */
const EVERY_MS = 4_000;

export function churnPlan(game: SimGame, seed: number, minutes: number): Plan {
  const random = new Random(String(seed), 'churn');
  const healsMs = minutes * 60_000;
  const faults: PlannedFault[] = [];
  for (let atMs = 5_000; atMs < healsMs; atMs += random.int(1, 2 * EVERY_MS)) faults.push(drawMishap(random, atMs));
  return {
    game: game.game.name,
    seed,
    faultKinds: ['disconnect', 'leave', 'crash'],
    options: game.setup(random).options,
    players: NAMES.map((name) => ({
      name,
      joinsMs: 0,
      spectates: false,
      line: { latencyMs: 0, jitterMs: 0, bytesPerSecond: undefined },
    })),
    faults,
    healsMs,
  };
}

function drawMishap(random: Random, atMs: number): PlannedFault {
  const player = random.int(0, NAMES.length - 1);
  const what = random.float();
  if (what < 0.4) return { kind: 'disconnect', atMs, player, forMs: random.pick([100, 2_000]) };
  if (what < 0.8) return { kind: 'leave', atMs, player };
  return { kind: 'crash', atMs, points: random.int(0, 40), forMs: 500 };
}
