/** Tasks: how long a switch, a spawn, a cancellation and a timer take, beside asyncio and bare promises. */
import { spawnSync } from 'node:child_process';
import { compare, type Budget, type BenchResult } from '../figures.ts';
import type { BenchProgress } from '../progress.ts';
import { BenchProcess } from '../bench-process.ts';
import { TASKS, type RuntimeOrder, type RuntimeSample } from './works.ts';

type Work = RuntimeOrder['work'];

const WORKS: readonly { work: Work; name: string; alone?: Budget; together?: Budget }[] = [
  { work: 'switch', name: 'task switch', alone: { atLeast: 2.5 }, together: { atLeast: 6 } },
  { work: 'spawn', name: 'spawn + join', alone: { atLeast: 4 }, together: { atLeast: 5 } },
  { work: 'cancel', name: 'cancel', alone: { atLeast: 3 }, together: { atLeast: 4 } },
  { work: 'timer', name: 'timer wake' },
];

/** What a process has to do, and how often, so that a sample takes about 60 ms of CPU time. */
interface Runner {
  readonly side: BenchProcess;
  readonly laps: Readonly<Record<Work, number>>;
  readonly shape?: Pick<RuntimeOrder, 'rooms' | 'tasks'>;
}

/** The process's compilers have done their work by then. */
const WARM_UP_ROUNDS = { full: 3, quick: 1 };

export async function compareRuntime(quick: boolean, progress: BenchProgress): Promise<BenchResult[]> {
  const rounds = quick ? 3 : 15;
  const warmUp = quick ? WARM_UP_ROUNDS.quick : WARM_UP_ROUNDS.full;
  const ours = BenchProcess.node('greenroom', './runtime/greenroom-side.ts');
  const alone: Runner = { side: ours, laps: { switch: 2_500, spawn: 1_000, cancel: 300, timer: 1_200 } };
  // The tasks of all rooms together are as many as those of one, and as many as everybody else's.
  const together: Runner = { ...alone, shape: { rooms: TASKS, tasks: 1 } };
  const crowded: Runner = {
    ...alone,
    laps: { switch: 40, spawn: 12, cancel: 4, timer: 20 },
    shape: { rooms: TASKS, tasks: TASKS },
  };
  const promises: Runner = {
    side: BenchProcess.node('bare promises', './runtime/promises-side.ts'),
    laps: { switch: 25_000, spawn: 15_000, cancel: 100, timer: 300 },
  };
  const asyncio = python();
  const crowdedAsyncio: Runner | undefined = asyncio && {
    ...asyncio,
    laps: { switch: 16, spawn: 5, cancel: 2, timer: 4 },
    shape: { tasks: TASKS * TASKS },
  };
  const runners = [alone, together, crowded, promises, asyncio, crowdedAsyncio].filter(
    (runner) => runner !== undefined,
  );

  const results: BenchResult[] = [];
  try {
    for (const { work, name, ...budgets } of WORKS) {
      const samples = new Map<Runner, number[]>(runners.map((runner) => [runner, []]));
      for (let round = 0; round < warmUp + rounds; round++) {
        progress.say(`runtime: ${name}, round ${round + 1} of ${warmUp + rounds}`);
        for (const runner of runners) {
          const sample = await runOnce(runner, work);
          if (round >= warmUp) samples.get(runner)?.push(sample);
        }
      }
      const of = (runner: Runner): number[] => samples.get(runner) ?? [];
      const shapes = [
        { runner: alone, what: `${name}, alone`, budget: budgets.alone, rival: asyncio },
        { runner: together, what: `${name}, 64 rooms of one task`, budget: budgets.together, rival: asyncio },
        // Far more tasks than the budgets speak of, against as many of asyncio's.
        { runner: crowded, what: `${name}, 64 rooms of 64 tasks`, budget: undefined, rival: crowdedAsyncio },
      ];
      for (const { runner, what, budget, rival } of shapes) {
        const header = { what, unit: 'ns', kind: 'faster' } as const;
        if (rival) results.push(compare({ ...header, other: 'asyncio', budget }, of(runner), of(rival)));
        else results.push({ what, other: 'asyncio', skipped: 'there is no python3 here' });
        if (runner !== crowded) results.push(compare({ ...header, other: 'bare promises' }, of(runner), of(promises)));
      }
    }
  } finally {
    for (const { side } of runners) side.end();
  }
  return results;
}

async function runOnce({ side, laps, shape }: Runner, work: Work): Promise<number> {
  const order: RuntimeOrder = { work, laps: laps[work], ...shape };
  const { cpuNs, ops } = await side.ask<RuntimeSample>(order);
  return cpuNs / ops;
}

function python(): Runner | undefined {
  if (spawnSync('python3', ['--version']).status !== 0) return undefined;
  const script = new URL('./asyncio-side.py', import.meta.url).pathname;
  return {
    side: new BenchProcess('asyncio', 'python3', [script]),
    laps: { switch: 1_000, spawn: 300, cancel: 100, timer: 250 },
  };
}
