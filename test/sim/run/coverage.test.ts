import { expect, it } from 'vitest';
import { FAULT_KIND_NAMES, type FaultKind } from '../../../tools/sim/fault-kinds.ts';
import { outcomeOf, planOf } from '../test-plans.ts';
import { coverageOf, faultsOf, scopeOf, WHOLE_RUN_SEEDS } from '../../../tools/sim/run/coverage.ts';
import { SeedTally } from '../../../tools/sim/run/tally.ts';

const game = { branches: ['bluff', 'spot on'], effects: undefined };
const scope = { faults: ['crash', 'disk'] as readonly FaultKind[], branches: game.branches };

function tallyOf(seeds: number, fired: object, branches: Record<string, number>): SeedTally {
  const tally = new SeedTally();
  for (let seed = 0; seed < seeds; seed++) tally.add(outcomeOf(planOf({ seed }), { injected: fired, branches }));
  return tally;
}

it('a run that has met all is good', () => {
  const { ok, missed } = coverageOf(tallyOf(100, { crash: 1, disk: 2 }, { bluff: 1, 'spot on': 1 }), scope);
  expect({ ok, missed }).toEqual({ ok: true, missed: { faults: [], branches: [] } });
});

it.each([
  [{ crash: 1 }, { bluff: 1, 'spot on': 1 }, { faults: ['disk'], branches: [] }],
  [
    { crash: 1, disk: 0 },
    { bluff: 1, 'spot on': 1 },
    { faults: ['disk'], branches: [] },
  ],
  [
    { crash: 1, disk: 1 },
    { bluff: 3, 'spot on': 0 },
    { faults: [], branches: ['spot on'] },
  ],
  [{}, {}, { faults: ['crash', 'disk'], branches: ['bluff', 'spot on'] }],
])('a long run that met %j and %j is bad, and says what it has missed', (fired, branches, missed) => {
  expect(coverageOf(tallyOf(WHOLE_RUN_SEEDS, fired, branches), scope)).toEqual({ missed, isWhole: true, ok: false });
});

it('a shorter one says it too, and is good', () => {
  const coverage = coverageOf(tallyOf(WHOLE_RUN_SEEDS - 1, { crash: 1 }, { bluff: 1, 'spot on': 1 }), scope);
  expect(coverage).toEqual({ missed: { faults: ['disk'], branches: [] }, isWhole: false, ok: true });
});

it('faults that may not happen need not', () => {
  const { ok } = coverageOf(tallyOf(100, { crash: 1 }, { bluff: 1, 'spot on': 1 }), { ...scope, faults: ['crash'] });
  expect(ok).toBe(true);
});

it('a game without effects can have all faults but one', () => {
  expect(faultsOf(game)).toEqual(FAULT_KIND_NAMES.filter((fault) => fault !== 'effect'));
  expect(faultsOf({ effects: { game: 'post', behaviours: new Map() } })).toEqual(FAULT_KIND_NAMES);
});

it('all branches are asked for where all faults of the game may happen, and none where some may not', () => {
  expect(scopeOf(game, faultsOf(game)).branches).toEqual(game.branches);
  expect(scopeOf(game, ['crash'])).toEqual({ faults: ['crash'], branches: [] });
});
