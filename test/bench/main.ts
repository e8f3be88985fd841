/** `npm run bench`: compares Greenroom with what else one could use, and says whether the budgets are kept. */
import { errorText } from '../../shared/command-errors.ts';
import { compareArena } from './arena/compare-arena.ts';
import { measureFeel } from './feel/measure-feel.ts';
import { isSkipped, withinBudget, type Result } from './figures.ts';
import { measureJournal } from './journal/measure-journal.ts';
import { measureMemory } from './memory/measure-memory.ts';
import { BENCHMARKS, HELP, readOptions, type BenchmarkName, type Options } from './options.ts';
import { Progress } from './progress.ts';
import { compareRuntime } from './runtime/compare.ts';
import { compareCpu } from './servers/compare-cpu.ts';
import { compareLatency } from './servers/compare-latency.ts';
import { measureSim } from './sim/measure-sim.ts';
import { formatTable } from './table.ts';

const RUN: Record<BenchmarkName, (quick: boolean, progress: Progress) => Promise<Result[]>> = {
  runtime: compareRuntime,
  cpu: compareCpu,
  latency: compareLatency,
  arena: compareArena,
  feel: measureFeel,
  journal: measureJournal,
  memory: measureMemory,
  sim: measureSim,
};

async function bench({ only, json, quick }: Options): Promise<void> {
  const progress = new Progress();
  const results: Result[] = [];
  for (const name of BENCHMARKS) if (only.includes(name)) results.push(...(await RUN[name](quick, progress)));
  progress.clear();
  if (json) {
    const within = (result: Result): boolean | undefined => (isSkipped(result) ? undefined : withinBudget(result));
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
