import { expect, it } from 'vitest';
import { liarsDice } from '../../../shared/games/liars-dice/index.ts';
import type { Table } from '../../../shared/games/liars-dice/state.ts';
import { type Match, Replay } from '../../../shared/runtime/host.ts';
import { drawPlan } from '../../../tools/sim/draw-plan.ts';
import { simGameOf } from '../../../tools/sim/games/index.ts';
import { simGame, type SimGame, type Watcher } from '../../../tools/sim/games/sim-game.ts';
import { faultsOf } from '../../../tools/sim/run/coverage.ts';
import type { SeedFailure } from '../../../tools/sim/run/failure.ts';
import { simulate } from '../../../tools/sim/world/simulate.ts';
import { NOTHING_FAILS } from '../../../tools/sim/world/check-match.ts';
import { playJournal } from '../../../tools/sim/shrink/play-journal.ts';
import { shrink } from '../../../tools/sim/shrink/shrink.ts';

const dice = simGameOf('liars-dice')!;

/** The first failure among ten seeds of this game, shrunk. */
async function smallCase(game: SimGame): Promise<SeedFailure> {
  for (let seed = 1; seed <= 10; seed++) {
    const outcome = await simulate(game, drawPlan(game, seed, faultsOf(game)));
    if (outcome.violations.length === 0 || outcome.plan.faults.length === 0) continue;
    const small = await shrink(
      outcome,
      { simulate: (plan) => simulate(game, plan), play: (recording) => playJournal(game, recording) },
      () => {},
    );
    return small!;
  }
  throw new Error('none of ten seeds has a violation');
}

it('a match that violates an invariant of its game is shrunk to one player and the entries that matter', async () => {
  const invariant = 'nobody is ever doubted';
  const watch = (match: Match): Watcher => ({
    check: () => ((match.state as unknown as Table).phase === 'reveal' ? [{ invariant, details: 'somebody is' }] : []),
  });
  const { violation, plan, recording, shrunk } = await smallCase({ ...dice, watch });
  expect(violation.invariant).toBe(invariant);
  expect({ players: plan.players.length, faults: plan.faults }).toEqual({ players: 1, faults: [] });
  expect(shrunk?.entries?.left).toBeLessThan(12);
  const replay = new Replay(liarsDice, recording!);
  await replay.advance(replay.lastTick);
  expect({ divergence: replay.divergence, phase: replay.match.state.phase }).toEqual({
    ...{ divergence: undefined, phase: 'reveal' },
  });
});

it('a script that throws violates the same invariant in the simulated world as in its journal', async () => {
  const broken = simGame({
    ...dice,
    game: {
      ...dice.game,
      async play() {
        throw new Error('no game today');
      },
    },
  });
  const { violations } = await simulate(broken, drawPlan(broken, 1, []));
  expect(violations[0]?.invariant).toBe(NOTHING_FAILS);
});
