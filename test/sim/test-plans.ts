/** Plans, outcomes and simulators as tests need them: no game is played. */
import * as fc from 'fast-check';
import { FAULT_KIND_NAMES } from '../../tools/sim/fault-kinds.ts';
import type { MatchViolation, SimOutcome } from '../../tools/sim/outcome.ts';
import type { PlannedFault, PlayerPlan, Plan } from '../../tools/sim/plan.ts';
import type { Simulator } from '../../tools/sim/run/simulator.ts';

export function planOf(fields: Partial<Plan> = {}): Plan {
  const players = [playerPlanOf({ name: 'Ann' }), playerPlanOf({ name: 'Bob' })];
  return { game: 'liars-dice', seed: 7, faultKinds: [], options: {}, players, faults: [], healsMs: 0, ...fields };
}

export function playerPlanOf(fields: Partial<PlayerPlan> = {}): PlayerPlan {
  const line = { latencyMs: 0, jitterMs: 0, bytesPerSecond: undefined };
  return { name: 'Ann', joinsMs: 0, spectates: false, line, ...fields };
}

export function outcomeOf(plan: Plan, fields: Partial<SimOutcome> = {}): SimOutcome {
  return {
    ...{
      plan,
      violations: [],
      simulatedMs: 60_000,
      matches: 1,
      ticks: 1_200,
      injected: {},
      crashes: [],
      points: [],
      branches: {},
    },
    ...{ lastEvents: [], recording: undefined, fingerprint: plan.seed, ...fields },
  };
}

export function violationOf(fields: Partial<MatchViolation> = {}): MatchViolation {
  return {
    invariant: 'dice are never lost',
    match: 'ABCDE-x7k2m5q4pz',
    tick: 12,
    details: 'seat 1 has 4 dice',
    ...fields,
  };
}

/** Simulates by what it is given, in this thread. */
export function fakeSimulator(simulate: (plan: Plan) => SimOutcome | Promise<SimOutcome>): Simulator {
  return {
    simulate: async (plan) => simulate(plan),
    play: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}

const ms = fc.nat(100_000);
const line = fc.record({
  latencyMs: fc.nat(500),
  jitterMs: fc.nat(500),
  bytesPerSecond: fc.option(fc.integer({ min: 1, max: 9_999 }), { nil: undefined }),
});
const player = fc.record({ joinsMs: ms, spectates: fc.boolean(), line });

function fault(players: number): fc.Arbitrary<PlannedFault> {
  const who = fc.nat(players - 1);
  return fc.oneof(
    fc.record({ atMs: ms, kind: fc.constantFrom('stall', 'disconnect'), player: who, forMs: ms }),
    fc.record({ atMs: ms, kind: fc.constantFrom('storm', 'full', 'jump'), forMs: ms }),
    fc.record({ atMs: ms, kind: fc.constant('leave'), player: who }),
    fc.record({ atMs: ms, kind: fc.constant('duplicate'), player: who, back: fc.nat(9) }),
    fc.record({ atMs: ms, kind: fc.constant('hostile'), player: who, count: fc.nat(9), seed: fc.string() }),
    fc.record({ atMs: ms, kind: fc.constantFrom('crash', 'torn'), points: fc.nat(99), forMs: ms }),
    fc.record({ atMs: ms, kind: fc.constant('upgrade'), points: fc.nat(99), forMs: ms, changes: fc.boolean() }),
    fc.record({ atMs: ms, kind: fc.constant('disk') }),
    fc.record({ atMs: ms, kind: fc.constant('effect'), how: fc.constantFrom('fail', 'hang', 'lose') }),
  );
}

/** Any plan. Its players have different names. */
export const anyPlan: fc.Arbitrary<Plan> = fc.array(player, { minLength: 1, maxLength: 6 }).chain((players) =>
  fc.record({
    game: fc.constant('liars-dice'),
    seed: fc.nat(),
    faultKinds: fc.subarray([...FAULT_KIND_NAMES]),
    options: fc.constant({ seats: 3 }),
    players: fc.constant(players.map((each, index) => ({ ...each, name: `P${index}` }))),
    faults: fc.array(fault(players.length), { maxLength: 12 }),
    healsMs: ms,
  }),
);
