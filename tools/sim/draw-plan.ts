/** Draws the plan of a simulated match from its seed. */
import { Random } from '../../shared/runtime/index.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { SimGame } from './games/sim-game.ts';
import type { LinePlan, PlannedFault, PlayerPlan, Plan } from './plan.ts';

const NAMES = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gus', 'hal'] as const;
/** A tick of a room with a few players passes about this many crash points. */
const POINTS = 40;
/** How long there are faults. */
const FAULTS_MS = { min: 15_000, max: 60_000 } as const;
const SHORT_FAULTS_MS = { min: 1_000, max: 2_000 } as const;
/** Most seeds have few faults, so that each can be told from the others; some have all. */
const SHARES = [0.15, 0.3, 0.5, 1] as const;

/** @param allowed the kinds of faults that it may have */
export function drawPlan(game: SimGame, seed: number, allowed: readonly FaultKind[]): Plan {
  const random = new Random(String(seed), `plan of ${game.game.name}`);
  return drawWith(game, seed, random, drawKinds(random, seed, allowed), FAULTS_MS);
}

/** A short plan that has all of these faults: many runs of it take little time. */
export function drawShortPlan(game: SimGame, seed: number, kinds: readonly FaultKind[]): Plan {
  return drawWith(game, seed, new Random(String(seed), `short plan of ${game.game.name}`), kinds, SHORT_FAULTS_MS);
}

function drawWith(
  game: SimGame,
  seed: number,
  random: Random,
  faultKinds: readonly FaultKind[],
  faultsMs: { readonly min: number; readonly max: number },
): Plan {
  const setup = game.setup(random);
  const healsMs = faultKinds.length === 0 ? 0 : random.int(faultsMs.min, faultsMs.max);
  const players = Array.from({ length: setup.players }, (_, index) => drawPlayer(random, index, faultKinds, healsMs));
  if (faultKinds.includes('late')) players.push(...drawSpectators(random, players.length, healsMs));
  const faults = faultKinds.flatMap((kind) => drawFaults(random, kind, players.length, healsMs));
  return {
    game: game.game.name,
    seed,
    faultKinds,
    options: setup.options,
    players,
    faults: faults.sort((a, b) => a.atMs - b.atMs),
    healsMs,
  };
}

/** One kind in turn, so that a few seeds in a row have all of them; and others at random. */
function drawKinds(random: Random, seed: number, allowed: readonly FaultKind[]): readonly FaultKind[] {
  if (allowed.length === 0) return [];
  const share = random.pick(SHARES);
  const always = allowed[seed % allowed.length];
  return allowed.filter((kind) => random.chance(share) || kind === always);
}

function drawPlayer(random: Random, index: number, kinds: readonly FaultKind[], healsMs: number): PlayerPlan {
  // The first opens the room.
  const isLate = index > 1 && kinds.includes('late') && random.chance(0.5);
  return {
    name: NAMES[index % NAMES.length] ?? 'ann',
    joinsMs: isLate ? random.int(1_000, Math.max(1_000, healsMs)) : 0,
    spectates: false,
    line: drawLine(random, kinds),
  };
}

function drawSpectators(random: Random, from: number, healsMs: number): PlayerPlan[] {
  return Array.from({ length: random.int(0, 2) }, (_, index) => ({
    name: `spectator${from + index}`,
    joinsMs: random.int(500, Math.max(500, healsMs)),
    spectates: true,
    line: { latencyMs: 0, jitterMs: 0, bytesPerSecond: undefined },
  }));
}

function drawLine(random: Random, kinds: readonly FaultKind[]): LinePlan {
  return {
    latencyMs: kinds.includes('latency') ? random.int(5, 250) : 0,
    jitterMs: kinds.includes('jitter') ? random.int(5, 150) : 0,
    bytesPerSecond: kinds.includes('slow') && random.chance(0.6) ? random.int(1_000, 20_000) : undefined,
  };
}

function drawFaults(random: Random, kind: FaultKind, players: number, healsMs: number): PlannedFault[] {
  const times = (most: number): number[] =>
    Array.from({ length: random.int(1, most) }, () => random.int(500, Math.max(500, healsMs - 500)));
  const player = (): number => random.int(0, players - 1);
  switch (kind) {
    case 'latency':
    case 'jitter':
    case 'slow':
    case 'late':
      return [];
    case 'stall':
      return times(6).map((atMs) => ({ kind, atMs, player: player(), forMs: random.int(200, 5_000) }));
    case 'disconnect':
      return times(8).map((atMs) => ({ kind, atMs, player: player(), forMs: random.pick([50, 500, 3_000, 70_000]) }));
    case 'storm':
      return times(2).flatMap((atMs) =>
        Array.from({ length: random.int(1, 4) }, (_, index) => ({
          kind,
          atMs: atMs + index * random.int(300, 1_500),
          forMs: random.int(50, 1_000),
        })),
      );
    case 'leave':
      return times(3).map((atMs) => ({ kind, atMs, player: player() }));
    case 'duplicate':
      return times(12).map((atMs) => ({ kind, atMs, player: player(), back: random.int(1, 8) }));
    case 'hostile':
      return times(8).map((atMs) => ({
        kind,
        atMs,
        player: player(),
        count: random.pick([1, 5, 40, 300]),
        seed: String(random.int(0, 2 ** 31)),
      }));
    case 'crash':
      return times(4).map((atMs) => ({ kind, atMs, points: random.int(0, POINTS), forMs: random.int(100, 4_000) }));
    case 'torn':
      return times(3).map((atMs) => ({ kind, atMs, points: random.int(0, 3), forMs: random.int(100, 4_000) }));
    case 'upgrade':
      return times(2).map((atMs) => ({
        kind,
        atMs,
        points: random.int(0, POINTS),
        forMs: random.int(100, 4_000),
        changes: random.chance(0.4),
      }));
    case 'disk':
      return times(2).map((atMs) => ({ kind, atMs }));
    case 'full':
      return times(1).map((atMs) => ({ kind, atMs, forMs: random.int(200, 45_000) }));
    case 'effect':
      return times(6).map((atMs) => ({ kind, atMs, how: random.pick(['fail', 'hang', 'lose'] as const) }));
    case 'jump':
      return times(4).map((atMs) => ({ kind, atMs, forMs: random.pick([30, 400, 3_000, 60_000]) }));
  }
}
