/** Draws what happens to one simulated match from its seed. */
import { Random } from '../../shared/runtime/index.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { SimGame } from './games/sim-game.ts';
import type { LinePlan, PlannedFault, PlayerPlan, Plan } from './plan.ts';

const NAMES = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gus', 'hal'] as const;
/** A tick of a room with a few people in it passes about as many points. */
const POINTS = 40;
const TROUBLE_MS = { min: 15_000, max: 60_000 } as const;
/** Most seeds have few faults, so that each can be told from the others; some have all. */
const SHARES = [0.15, 0.3, 0.5, 1] as const;

/**
 * @param allowed the classes of faults that it may have
 */
export function drawPlan(game: SimGame, seed: number, allowed: readonly FaultKind[]): Plan {
  const luck = new Random(String(seed), `plan of ${game.game.name}`);
  const faults = drawFaults(luck, seed, allowed);
  const table = game.setup(luck);
  const healsMs = faults.length === 0 ? 0 : luck.int(TROUBLE_MS.min, TROUBLE_MS.max);
  const people = Array.from({ length: table.people }, (_, index) => drawPerson(luck, index, faults, healsMs));
  if (faults.includes('late')) people.push(...drawWatchers(luck, people.length, healsMs));
  const mishaps = faults.flatMap((fault) => drawMishaps(luck, fault, people.length, healsMs));
  return {
    game: game.game.name,
    seed,
    faults,
    options: table.options,
    people,
    mishaps: mishaps.sort((a, b) => a.atMs - b.atMs),
    healsMs,
  };
}

/** One of them in turn, so that few seeds in a row have all; and others by chance. */
function drawFaults(luck: Random, seed: number, allowed: readonly FaultKind[]): readonly FaultKind[] {
  if (allowed.length === 0) return [];
  const share = luck.pick(SHARES);
  const always = allowed[seed % allowed.length];
  return allowed.filter((fault) => luck.chance(share) || fault === always);
}

function drawPerson(luck: Random, index: number, faults: readonly FaultKind[], healsMs: number): PlayerPlan {
  // The first opens the room.
  const isLate = index > 1 && faults.includes('late') && luck.chance(0.5);
  return {
    name: NAMES[index % NAMES.length] ?? 'ann',
    comesMs: isLate ? luck.int(1_000, Math.max(1_000, healsMs)) : 0,
    watches: false,
    line: drawLine(luck, faults),
  };
}

function drawWatchers(luck: Random, from: number, healsMs: number): PlayerPlan[] {
  return Array.from({ length: luck.int(0, 2) }, (_, index) => ({
    name: `watcher${from + index}`,
    comesMs: luck.int(500, Math.max(500, healsMs)),
    watches: true,
    line: { latencyMs: 0, jitterMs: 0, bytesPerSecond: undefined },
  }));
}

function drawLine(luck: Random, faults: readonly FaultKind[]): LinePlan {
  return {
    latencyMs: faults.includes('latency') ? luck.int(5, 250) : 0,
    jitterMs: faults.includes('jitter') ? luck.int(5, 150) : 0,
    bytesPerSecond: faults.includes('slow') && luck.chance(0.6) ? luck.int(1_000, 20_000) : undefined,
  };
}

function drawMishaps(luck: Random, fault: FaultKind, people: number, healsMs: number): PlannedFault[] {
  const times = (most: number): number[] =>
    Array.from({ length: luck.int(1, most) }, () => luck.int(500, Math.max(500, healsMs - 500)));
  const person = (): number => luck.int(0, people - 1);
  switch (fault) {
    case 'latency':
    case 'jitter':
    case 'slow':
    case 'late':
      return [];
    case 'stall':
      return times(6).map((atMs) => ({ fault, atMs, person: person(), forMs: luck.int(200, 5_000) }));
    case 'disconnect':
      return times(8).map((atMs) => ({ fault, atMs, person: person(), forMs: luck.pick([50, 500, 3_000, 70_000]) }));
    case 'storm':
      return times(2).flatMap((atMs) =>
        Array.from({ length: luck.int(1, 4) }, (_, index) => ({
          fault,
          atMs: atMs + index * luck.int(300, 1_500),
          forMs: luck.int(50, 1_000),
        })),
      );
    case 'leave':
      return times(3).map((atMs) => ({ fault, atMs, person: person() }));
    case 'duplicate':
      return times(12).map((atMs) => ({ fault, atMs, person: person(), back: luck.int(1, 8) }));
    case 'hostile':
      return times(8).map((atMs) => ({
        fault,
        atMs,
        person: person(),
        count: luck.pick([1, 5, 40, 300]),
        seed: String(luck.int(0, 2 ** 31)),
      }));
    case 'crash':
      return times(4).map((atMs) => ({ fault, atMs, points: luck.int(0, POINTS), forMs: luck.int(100, 4_000) }));
    case 'torn':
      return times(3).map((atMs) => ({ fault, atMs, points: luck.int(0, 3), forMs: luck.int(100, 4_000) }));
    case 'upgrade':
      return times(2).map((atMs) => ({
        fault,
        atMs,
        points: luck.int(0, POINTS),
        forMs: luck.int(100, 4_000),
        changes: luck.chance(0.4),
      }));
    case 'disk':
      return times(2).map((atMs) => ({ fault, atMs }));
    case 'full':
      return times(1).map((atMs) => ({ fault, atMs, forMs: luck.int(200, 45_000) }));
    case 'effect':
      return times(6).map((atMs) => ({ fault, atMs, how: luck.pick(['fail', 'hang', 'lose'] as const) }));
    case 'jump':
      return times(4).map((atMs) => ({ fault, atMs, forMs: luck.pick([30, 400, 3_000, 60_000]) }));
  }
}
