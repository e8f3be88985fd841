/** What a run has to reach: a run in which nothing happens must not pass. */
import { FAULT_KIND_NAMES, type FaultKind } from '../fault-kinds.ts';
import type { SimGame } from '../games/sim-game.ts';
import type { SeedTally } from './tally.ts';

/** A run of this many seeds or more has to reach everything. */
export const WHOLE_RUN_SEEDS = 100;

/** What a run can reach. */
export interface CoverageScope {
  /** That may be drawn. */
  readonly faults: readonly FaultKind[];
  readonly branches: readonly string[];
}

export interface Coverage {
  /** Faults and branches that were never met. */
  readonly missed: { readonly faults: readonly string[]; readonly branches: readonly string[] };
  /** Whether it was long enough to meet them all. */
  readonly isWhole: boolean;
  readonly ok: boolean;
}

/** The faults that a game can have. */
export function faultsOf({ effects }: Pick<SimGame, 'effects'>): readonly FaultKind[] {
  return effects === undefined ? FAULT_KIND_NAMES.filter((fault) => fault !== 'effect') : FAULT_KIND_NAMES;
}

/** Some branches are only taken when something goes wrong: they are asked for where every fault of the game may be drawn. */
export function scopeOf(game: Pick<SimGame, 'effects' | 'branches'>, faults: readonly FaultKind[]): CoverageScope {
  const hasAll = faultsOf(game).every((fault) => faults.includes(fault));
  return { faults, branches: hasAll ? game.branches : [] };
}

export function coverageOf({ injected: fired, branches, seeds }: SeedTally, scope: CoverageScope): Coverage {
  const missed = {
    faults: scope.faults.filter((fault) => !fired.get(fault)),
    branches: scope.branches.filter((branch) => !branches.get(branch)),
  };
  const isWhole = seeds >= WHOLE_RUN_SEEDS;
  return { missed, isWhole, ok: !isWhole || missed.faults.length + missed.branches.length === 0 };
}
