import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawPlan } from '../../tools/sim/draw-plan.ts';
import { SIM_GAME_NAMES, simGameOf } from '../../tools/sim/games/index.ts';
import type { SimGame } from '../../tools/sim/games/sim-game.ts';
import type { MatchViolation, SimOutcome } from '../../tools/sim/outcome.ts';
import { readPlan } from '../../tools/sim/plan-file.ts';
import { coverageOf, faultsOf } from '../../tools/sim/run/coverage.ts';
import { SeedTally } from '../../tools/sim/run/tally.ts';
import { simulate } from '../../tools/sim/world/simulate.ts';

/** Small cases of bugs that the simulator has found, as plans. */
const ONCE_FAILED = join(import.meta.dirname, 'once-failed');

/** How many seeds of each game are simulated each time, from 1: as many as meet all of its faults. */
const PINNED: Readonly<Record<string, number>> = { 'liars-dice': 20, arena: 16, 'kitchen-sink': 12 };

function simulateSeed(game: SimGame, seed: number): Promise<SimOutcome> {
  return simulate(game, drawPlan(game, seed, faultsOf(game)));
}

it('there are pinned seeds of every game', () => {
  expect(Object.keys(PINNED).sort()).toEqual([...SIM_GAME_NAMES].sort());
});

describe.each(Object.entries(PINNED))('%s', (name, seeds) => {
  const game = simGameOf(name)!;

  it('no pinned seed violates an invariant, and each fault happens', async () => {
    const tally = new SeedTally();
    const violations: (MatchViolation & { readonly seed: number })[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const outcome = await simulateSeed(game, seed);
      tally.add(outcome);
      violations.push(...outcome.violations.map((violation) => ({ seed, ...violation })));
    }
    expect(violations).toEqual([]);
    expect(coverageOf(tally, { faults: faultsOf(game), branches: [] }).missed.faults).toEqual([]);
  });

  it('a seed gives the same match each time, whatever was simulated before', async () => {
    const first = await simulateSeed(game, seeds);
    await simulateSeed(game, 1);
    const { fingerprint, ticks } = await simulateSeed(game, seeds);
    expect({ fingerprint, ticks }).toEqual({ fingerprint: first.fingerprint, ticks: first.ticks });
  });
});

it.each(readdirSync(ONCE_FAILED))('a case that once broke an invariant does so no more: %s', async (file) => {
  const plan = await readPlan(join(ONCE_FAILED, file));
  const { violations } = await simulate(simGameOf(plan.game)!, plan);
  expect(violations).toEqual([]);
});
