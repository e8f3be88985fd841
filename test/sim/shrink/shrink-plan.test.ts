import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyPlan, violationOf, outcomeOf, playerPlanOf, planOf } from '../test-plans.ts';
import type { SimOutcome } from '../../../tools/sim/outcome.ts';
import type { PlannedFault, Plan } from '../../../tools/sim/plan.ts';
import { shrinkPlan } from '../../../tools/sim/shrink/shrink-plan.ts';
import { TryBudget } from '../../../tools/sim/shrink/try-budget.ts';

/** Violates an invariant where the rule holds. */
function breaking(rule: (plan: Plan) => boolean): (plan: Plan) => Promise<SimOutcome> {
  return async (plan) => outcomeOf(plan, { violations: rule(plan) ? [violationOf()] : [] });
}

async function shrunk(plan: Plan, rule: (plan: Plan) => boolean, most = 10_000): Promise<Plan> {
  const simulate = breaking(rule);
  return (await shrinkPlan(await simulate(plan), simulate, new TryBudget(most))).plan;
}

/** Each fault with its player, as text. */
function happenings({ faults, players }: Plan): string[] {
  return faults.map((fault) => `${fault.kind} ${'player' in fault ? players[fault.player]?.name : ''}`);
}

it('unneeded faults, players and kinds of faults are removed, and each remaining fault keeps its player', async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, fc.infiniteStream(fc.boolean()), async (plan, coin) => {
      const toss = (): boolean => coin.next().value === true;
      const happens = [...new Set(happenings(plan).filter(toss))];
      const names = plan.players.map(({ name }) => name).filter(toss);
      const faults = plan.faultKinds.filter(toss);
      const rule = (tried: Plan): boolean =>
        happens.every((each) => happenings(tried).includes(each)) &&
        names.every((name) => tried.players.some((player) => player.name === name)) &&
        faults.every((fault) => tried.faultKinds.includes(fault));
      const small = await shrunk(plan, rule);
      expect(happenings(small).sort()).toEqual(happens.sort());
      expect(small.faultKinds).toEqual(faults);
      const needed = new Set([...names, ...happens.map((each) => each.split(' ')[1]).filter((name) => name !== '')]);
      expect(small.players.length).toBe(Math.max(1, needed.size));
    }),
  );
});

it('for any rule, the shrunk plan violates the invariant, and no longer without any one fault or kind of fault', async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, fc.integer({ min: 2, max: 5 }), async (plan, modulus) => {
      const size = ({ faults, faultKinds }: Plan): number => faults.length * 3 + faultKinds.length;
      const rule = (tried: Plan): boolean => size(tried) % modulus === size(plan) % modulus;
      const small = await shrunk(plan, rule);
      expect(rule(small)).toBe(true);
      for (const index of small.faults.keys())
        expect(rule({ ...small, faults: small.faults.toSpliced(index, 1) })).toBe(false);
      for (const index of small.faultKinds.keys())
        expect(rule({ ...small, faultKinds: small.faultKinds.toSpliced(index, 1) })).toBe(false);
    }),
  );
});

it('the budget of tries is never exceeded, and no plan is tried twice', async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, fc.nat(30), fc.infiniteStream(fc.boolean()), async (plan, most, coin) => {
      const tried: string[] = [];
      const tries = new TryBudget(most);
      const first = await breaking(() => true)(plan);
      const small = await shrinkPlan(
        first,
        (each) => {
          tried.push(JSON.stringify(each));
          return breaking(() => coin.next().value === true)(each);
        },
        tries,
      );
      expect(tried.length).toBe(tries.made);
      expect(tried.length).toBeLessThanOrEqual(most);
      expect(new Set(tried).size).toBe(tried.length);
      expect(small.violations).toEqual([violationOf()]);
    }),
  );
});

it('connections become perfect and players join at once, except where the violation needs otherwise', async () => {
  const line = { latencyMs: 80, jitterMs: 30, bytesPerSecond: 900 };
  const players = ['Ann', 'Bob', 'Cid'].map((name) => playerPlanOf({ name, joinsMs: 5_000, line }));
  const rule = ({ players }: Plan): boolean =>
    players.length === 3 && players[1]?.line.jitterMs === 30 && players[2]?.joinsMs === 5_000;
  expect((await shrunk(planOf({ players }), rule)).players).toEqual([
    playerPlanOf({ name: 'Ann' }),
    playerPlanOf({ name: 'Bob', line }),
    playerPlanOf({ name: 'Cid', joinsMs: 5_000 }),
  ]);
});

it('durations become short, and healing comes right after the last fault', async () => {
  const faults: PlannedFault[] = [
    { atMs: 100, kind: 'storm', forMs: 8_000 },
    { atMs: 900, kind: 'jump', forMs: 8_000 },
  ];
  const small = await shrunk(planOf({ faults, healsMs: 60_000 }), ({ faults: [storm, jump] }) =>
    [storm?.kind === 'storm', jump?.kind === 'jump' && jump.forMs >= 3_000].every(Boolean),
  );
  expect(small.faults).toEqual([
    { atMs: 100, kind: 'storm', forMs: 1 },
    { atMs: 900, kind: 'jump', forMs: 3_000 },
  ]);
  expect(small.healsMs).toBe(3_900);
});

it('a part that was needed at first is removed once others are gone', async () => {
  const line = { latencyMs: 80, jitterMs: 0, bytesPerSecond: undefined };
  const plan = planOf({ players: [playerPlanOf({ line })], faults: [{ atMs: 1, kind: 'disk' }] });
  const small = await shrunk(plan, ({ players, faults }) => faults.length === 1 || players[0]?.line.latencyMs === 0);
  expect(small).toEqual({ ...plan, players: [playerPlanOf()], faults: [] });
});

it('a plan that violates another invariant first is rejected', async () => {
  const plan = planOf({ faults: [{ atMs: 1, kind: 'disk' }] });
  const first = outcomeOf(plan, { violations: [violationOf()] });
  const other = async (tried: Plan): Promise<SimOutcome> =>
    outcomeOf(tried, { violations: [violationOf({ invariant: 'nobody waits without end' }), violationOf()] });
  expect(await shrinkPlan(first, other, new TryBudget(100))).toBe(first);
});

it('a plan without a journal is rejected if the first one had one', async () => {
  const start = { format: 1, game: 'dice', matchId: 'A', seed: '1', options: {}, tickRate: 20, code: '' } as const;
  const recording = { start, frames: [], lastTick: 1 };
  const plan = planOf({ faultKinds: ['disk', 'crash'] });
  const simulate = async (tried: Plan): Promise<SimOutcome> =>
    outcomeOf(tried, { violations: [violationOf()], recording: tried.faultKinds.length > 0 ? recording : undefined });
  const small = await shrinkPlan(await simulate(plan), simulate, new TryBudget(100));
  expect({ faults: small.plan.faultKinds.length, recording: small.recording }).toEqual({ faults: 1, recording });
});

it('a plan that breaks the simulation itself ends the search with the smallest plan so far', async () => {
  const plan = planOf({ faults: Array.from({ length: 8 }, (_, atMs): PlannedFault => ({ atMs, kind: 'disk' })) });
  const first = outcomeOf(plan, { violations: [violationOf()] });
  let calls = 0;
  const small = await shrinkPlan(
    first,
    async (tried) => {
      calls++;
      if (calls === 3) throw new Error('it stands still');
      return outcomeOf(tried, { violations: tried.faults.length > 0 ? [violationOf()] : [] });
    },
    new TryBudget(100),
  );
  expect({ calls, left: small.plan.faults.length }).toEqual({ calls: 3, left: 4 });
});
