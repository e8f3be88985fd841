/** `npm run bench`: compares Greenroom with what else one could use, and says whether the budgets are kept. */
import { errorText } from '../../shared/command-errors.ts';
import { compareArena } from './arena/compare-arena.ts';
import { measureFeel } from './feel/measure-feel.ts';
import { isSkipped, withinBudget, type BenchResult } from './figures.ts';
import { measureJournal } from './journal/measure-journal.ts';
import { measureMemory } from './memory/measure-memory.ts';
import { BENCHMARKS, HELP, readOptions, type BenchmarkName, type BenchOptions } from './options.ts';
import { BenchProgress } from './progress.ts';
import { compareRuntime } from './runtime/compare.ts';
import { compareCpu } from './servers/compare-cpu.ts';
import { compareLatency } from './servers/compare-latency.ts';
import { measureSim } from './sim/measure-sim.ts';
import { formatTable } from './table.ts';

const RUN: Record<BenchmarkName, (quick: boolean, progress: BenchProgress) => Promise<BenchResult[]>> = {
  runtime: compareRuntime,
  cpu: compareCpu,
  latency: compareLatency,
  arena: compareArena,
  feel: measureFeel,
  journal: measureJournal,
  memory: measureMemory,
  sim: measureSim,
};

async function bench({ only, json, quick }: BenchOptions): Promise<void> {
  const progress = new BenchProgress();
  const results: BenchResult[] = [];
  for (const name of BENCHMARKS) if (only.includes(name)) results.push(...(await RUN[name](quick, progress)));
  progress.clear();
  if (json) {
    const within = (result: BenchResult): boolean | undefined => (isSkipped(result) ? undefined : withinBudget(result));
    console.log(
      JSON.stringify({ quick, results: results.map((result) => ({ ...result, ok: within(result) })) }, undefined, 2),
    );
  } else {
    console.log(formatTable(results));
  }
  for (const note of progress.notes) console.error(note);
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else await bench(options);
} catch (error) {
  console.error(errorText(error));
  process.exit(1);
}
