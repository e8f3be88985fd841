/** How fast whole matches of bots are simulated, every patch encoded and decoded: by the CPU time of the process, and by the clock. */
import { quantile, type Budget, type BenchResult } from '../figures.ts';
import type { BenchProgress } from '../progress.ts';
import { BenchProcess } from '../bench-process.ts';
import type { SimOrder, SimSample } from './sim-side.ts';

interface Contestant {
  readonly what: string;
  readonly order: SimOrder;
  readonly budget: Budget;
}

const GAMES = [
  { game: 'liars-dice', title: 'Liar’s Dice, 6 bots', matchMs: 600_000, budget: { atLeast: 1_000 } },
  { game: 'arena', title: 'arena, 8 bots', matchMs: 60_000, budget: { atLeast: 300 } },
] as const;
const HOSTS = [
  { host: 'virtual', title: 'virtual time' },
  { host: 'live', title: 'the server’s host' },
] as const;

/** The process's compilers have done their work by then. */
const WARM_UP_ROUNDS = { full: 6, quick: 2 };

export async function measureSim(quick: boolean, progress: BenchProgress): Promise<BenchResult[]> {
  const rounds = quick ? 3 : 15;
  const results: BenchResult[] = [];
  for (const { game, title, matchMs, budget } of GAMES) {
    for (const { host, title: place } of HOSTS) {
      const contestant = { what: `${title}, ${place}`, order: { game, host, matchMs }, budget };
      results.push(
        ...(await measure(contestant, quick ? WARM_UP_ROUNDS.quick : WARM_UP_ROUNDS.full, rounds, progress)),
      );
    }
  }
  return results;
}

async function measure(
  { what, order, budget }: Contestant,
  warmUp: number,
  rounds: number,
  progress: BenchProgress,
): Promise<BenchResult[]> {
  const side = BenchProcess.node('the simulation', './sim/sim-side.ts');
  const samples: SimSample[] = [];
  try {
    for (let round = 0; round < warmUp + rounds; round++) {
      progress.say(`sim: ${what}, round ${round + 1} of ${warmUp + rounds}`);
      const sample = await side.ask<SimSample>(order);
      if (round >= warmUp) samples.push(sample);
    }
  } finally {
    side.end();
  }
  const median = (figure: (sample: SimSample) => number): number => quantile(samples.map(figure), 0.5);
  return [
    {
      what: `${what}: times real time, by CPU time`,
      unit: '×',
      value: median(({ matchMs, cpuMs }) => matchMs / cpuMs),
      budget,
    },
    {
      what: `${what}: times real time, by the clock`,
      unit: '×',
      value: median(({ matchMs, wallMs }) => matchMs / wallMs),
    },
    { what: `${what}: CPU time of a tick`, unit: 'µs', value: median(({ ticks, cpuMs }) => (cpuMs * 1_000) / ticks) },
  ];
}
