/** Simulates seeds of a game inside a test. */
import { drawPlan } from './draw-plan.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { SimGame } from './games/sim-game.ts';
import type { SimOutcome } from './outcome.ts';
import { faultsOf } from './run/coverage.ts';
import { simulate as simulateMatch } from './world/simulate.ts';

/** Which seeds are simulated, and what goes wrong in them. */
export interface SimulateOptions {
  /** How many; 20 unless given. */
  readonly seeds?: number;
  /** The first one; 1 unless given. */
  readonly from?: number;
  /** The kinds of faults that are injected; all that the game can have unless given. */
  readonly faults?: readonly FaultKind[];
}

/** What was simulated. */
export interface SimulateResult {
  readonly matches: number;
  readonly ticks: number;
  /** Match time, in ms. */
  readonly simulatedMs: number;
}

/** An invariant was violated in a simulated match. */
export class InvariantViolated extends Error {
  override readonly name = 'InvariantViolated';
  readonly seed: number;

  /** The first violation of a seed. */
  constructor(seed: number, { plan, violations: [first], lastEvents }: SimOutcome) {
    const where = `${first?.match}, tick ${first?.tick}`;
    super(
      [
        `"${first?.invariant}" does not hold in seed ${seed} (${where}): ${first?.details}`,
        ...lastEvents.map((event) => `  ${event}`),
        `Simulate it again: greenroom sim --game ${plan.game} --from ${seed} --seeds 1`,
      ].join('\n'),
    );
    this.seed = seed;
  }
}

/**
 * Simulates whole matches of a game in virtual time, with faults, and checks its invariants after every tick. The same seed is the
 * same match each time.
 *
 * @throws {@link InvariantViolated} with the seed, the tick and the last events, at the first violation
 *
 * @example
 * test('the invariants hold in 20 seeds', () => simulate(coinInvariants, { seeds: 20 }));
 */
export async function simulate(game: SimGame, options: SimulateOptions = {}): Promise<SimulateResult> {
  const { seeds = 20, from = 1, faults = faultsOf(game) } = options;
  const sum = { matches: 0, ticks: 0, simulatedMs: 0 };
  for (let seed = from; seed < from + seeds; seed++) {
    const outcome = await simulateMatch(game, drawPlan(game, seed, faults));
    if (outcome.violations.length > 0) throw new InvariantViolated(seed, outcome);
    sum.matches += outcome.matches;
    sum.ticks += outcome.ticks;
    sum.simulatedMs += outcome.simulatedMs;
  }
  return sum;
}
