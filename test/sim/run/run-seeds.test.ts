import { expect, it } from 'vitest';
import { fakeSimulator, violationOf, outcomeOf, planOf } from '../test-plans.ts';
import type { SimOutcome } from '../../../tools/sim/outcome.ts';
import type { Plan } from '../../../tools/sim/plan.ts';
import type { SeedFailure } from '../../../tools/sim/run/failure.ts';
import { WorkerLost } from '../../../tools/sim/run/worker-thread.ts';
import { runSeeds, type SeedsRun } from '../../../tools/sim/run/run-seeds.ts';

interface Seen {
  readonly seeds: number[];
  readonly failures: SeedFailure[];
  readonly tries: number[];
}

async function run(
  simulate: (plan: Plan) => SimOutcome | Promise<SimOutcome>,
  options: Partial<SeedsRun> = {},
): Promise<Seen> {
  const seen: Seen = { seeds: [], failures: [], tries: [] };
  await runSeeds({
    ...{ from: 10, seeds: 20, workers: 2, mostFailures: Infinity, shrinks: true },
    draw: (seed) => planOf({ seed, faults: [{ atMs: 1, kind: 'disk' }] }),
    open: () => fakeSimulator(simulate),
    onOutcome: ({ plan }) => void seen.seeds.push(plan.seed),
    onFailure: async (failure) => void seen.failures.push(failure),
    onTry: (seed) => void seen.tries.push(seed),
    stopping: new AbortController().signal,
    ...options,
  });
  return seen;
}

function failing(...seeds: number[]): (plan: Plan) => SimOutcome {
  return (plan) => outcomeOf(plan, { violations: seeds.includes(plan.seed) ? [violationOf()] : [] });
}

it('each seed is simulated once, by the next free thread', async () => {
  let opened = 0;
  const bySimulator: number[][] = [];
  const { seeds } = await run(failing(), {
    workers: 3,
    open() {
      const mine: number[] = [];
      bySimulator.push(mine);
      const isSlow = opened++ === 0;
      return fakeSimulator(async (plan) => {
        mine.push(plan.seed);
        for (let turns = isSlow ? 1_000 : 1; turns > 0; turns--) await Promise.resolve();
        return outcomeOf(plan);
      });
    },
  });
  expect(seeds.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => 10 + index));
  expect(bySimulator.map(({ length }) => length)).toEqual([1, expect.any(Number), expect.any(Number)]);
});

it('no more simulators are opened than there are seeds, and all are closed', async () => {
  let open = 0;
  let opened = 0;
  await run(failing(), {
    ...{ seeds: 2, workers: 8 },
    open() {
      open++;
      opened++;
      return { ...fakeSimulator(failing()), close: async () => void open-- };
    },
  });
  expect({ open, opened }).toEqual({ open: 0, opened: 2 });
});

it('a seed that violates an invariant is made small, once for each invariant', async () => {
  const simulate = (plan: Plan): SimOutcome =>
    outcomeOf(plan, { violations: plan.seed < 13 ? [violationOf({ invariant: `law ${plan.seed % 2}` })] : [] });
  const { failures, tries } = await run(simulate, { workers: 1 });
  expect(failures.map(({ drawn, plan }) => [drawn.seed, plan.faults.length])).toEqual([
    [10, 0],
    [11, 0],
    [12, 1],
  ]);
  expect(new Set(tries)).toEqual(new Set([10, 11]));
});

it('nothing is made small where nobody wants it', async () => {
  const { failures, tries } = await run(failing(12), { shrinks: false });
  expect(tries).toEqual([]);
  expect(failures.map(({ shrunk }) => shrunk)).toEqual([undefined]);
});

it('no seed is begun once enough have failed', async () => {
  const { seeds, failures } = await run(failing(12, 15, 16, 17), { workers: 1, mostFailures: 2 });
  expect(seeds).toEqual([10, 11, 12, 13, 14, 15]);
  expect(failures.map(({ drawn }) => drawn.seed)).toEqual([12, 15]);
});

it('no seed is begun once it is stopped', async () => {
  const stopping = new AbortController();
  const simulate = (plan: Plan): SimOutcome => {
    if (plan.seed === 13) stopping.abort();
    return outcomeOf(plan);
  };
  const { seeds } = await run(simulate, { workers: 1, stopping: stopping.signal });
  expect(seeds).toEqual([10, 11, 12, 13]);
});

it('a thread that is lost is a failure that names the seed, and the others go on', async () => {
  const simulate = (plan: Plan): SimOutcome => {
    if (plan.seed === 12) throw new WorkerLost('it stands still');
    return outcomeOf(plan);
  };
  const { seeds, failures } = await run(simulate);
  expect(seeds).toHaveLength(19);
  expect(failures).toMatchObject([
    { drawn: { seed: 12 }, violation: { invariant: 'a simulation completes', details: 'it stands still' } },
  ]);
});

it('what goes wrong with the run itself ends it, in all threads', async () => {
  let begun = 0;
  const simulate = async (plan: Plan): Promise<SimOutcome> => {
    begun++;
    await Promise.resolve();
    return failing(11)(plan);
  };
  const full = run(simulate, { shrinks: false, seeds: 1_000, onFailure: () => Promise.reject(new Error('no space')) });
  await expect(full).rejects.toThrow('no space');
  // The other thread would have gone through all of them by then.
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toBeLessThan(10);
});
