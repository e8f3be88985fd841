/** `npm run sim`: simulates whole matches in virtual time and checks their invariants. */
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { errorText } from '../../shared/command-errors.ts';
import { HELP, readOptions, type SimOptions } from './options.ts';
import { isGood, summaryJson, summaryText, taskName } from './report/summary.ts';
import { openSimulator } from './run/simulator.ts';
import { simulation } from './simulation.ts';
import { taskOf } from './task.ts';

/** Drawn seeds are below this. */
const DRAWN_BELOW = 1_000_000_000;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function sim(options: SimOptions): Promise<boolean> {
  // npm runs scripts in the project's folder, whatever the current one is.
  const base = process.env.INIT_CWD ?? process.cwd();
  const task = await taskOf(options, (file) => resolve(base, file));
  const stopping = new AbortController();
  // A second signal ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const { json, out: folder } = options;
  console.error(taskName(task));
  const summary = await simulation(task, {
    ...{ open: openSimulator, folder, base, cpuMs, stopping: stopping.signal },
    ...{ terminal: process.stderr, now: () => performance.now() },
    print: (text) => (json ? console.error : console.log)(`${text}\n`),
  });
  console.log(json ? JSON.stringify(summaryJson(summary), undefined, 2) : summaryText(summary));
  return isGood(summary);
}

try {
  const defaults = { cores: availableParallelism(), from: randomInt(DRAWN_BELOW) };
  const options = readOptions(process.argv.slice(2), defaults);
  if (options === undefined) console.log(HELP);
  else process.exitCode = (await sim(options)) ? 0 : 1;
} catch (error) {
  console.error(errorText(error));
  process.exitCode = 1;
}
