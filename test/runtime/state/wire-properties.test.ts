import { StateView } from '@colyseus/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MatchView } from '../../../shared/runtime/state/match-view.ts';
import { StateClients } from './state-clients.ts';
import { applyVisibilityChange, newHiddenState, visibilityPrograms } from './hidden-state.ts';
import { apply, CHANGE_NAMES, newWorld, programs } from './worlds.ts';

/** When somebody comes, goes or comes back, and who. */
const visits = fc.array(fc.record({ tick: fc.nat(7), who: fc.nat(11) }), { maxLength: 10 });

/** Changes of lists that everybody sees, for which there are tests of their own. */
const LISTS: ReadonlySet<string> = new Set(['unshift', 'reverse', 'swap', 'shift', 'splice']);

/** A view of the library's own does not tell that it follows a collection until something changes. */
const FOLLOWING: ReadonlySet<string> = new Set(['follow', 'unfollow']);

test.each([
  ['the views of a match', () => new MatchView(), new Set<string>()],
  ['plain views', () => new StateView(), FOLLOWING],
])(
  'S2.1 whatever is shown, hidden, replaced, moved and shared, all who stay, come, and come back see what they may: %s',
  (_, newView, without) => {
    fc.assert(
      fc.property(visibilityPrograms(without), visits, (ticks, comings) => {
        const views = [newView(), newView(), newView()];
        const state = newHiddenState();
        const audience = new StateClients(state, [undefined, ...views]);
        for (const [at, changes] of ticks.entries()) {
          for (const change of changes) applyVisibilityChange(state, views, change);
          audience.patch();
          for (const { tick, who } of comings) if (tick === at) audience.visit(who);
          expect(audience.problems).toEqual([]);
        }
      }),
      { numRuns: 1_000 },
    );
  },
);

test('S2.1 whatever else a state holds and does, all who stay, come, and come back see what they may', () => {
  const names = CHANGE_NAMES.filter((name) => !LISTS.has(name));
  fc.assert(
    fc.property(programs(names), visits, (ticks, comings) => {
      const views = [new MatchView(), new MatchView()];
      const world = newWorld();
      const audience = new StateClients(world, [undefined, ...views]);
      for (const [at, changes] of ticks.entries()) {
        for (const change of changes) apply(world, views, change);
        audience.patch();
        for (const { tick, who } of comings) if (tick === at) audience.visit(who);
        expect(audience.problems).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
});
