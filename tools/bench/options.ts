/** The command line of the benchmark. */
import { parseArgs } from 'node:util';

export const BENCHMARKS = ['runtime', 'cpu', 'latency', 'arena', 'feel', 'journal', 'memory', 'sim'] as const;
export type BenchmarkName = (typeof BENCHMARKS)[number];

export interface BenchOptions {
  readonly only: readonly BenchmarkName[];
  readonly json: boolean;
  /** Fewer and shorter runs: a first look, not a result. */
  readonly quick: boolean;
  readonly help: boolean;
}

export const HELP = `Usage: npm run bench -- [--only NAME] [--quick] [--json]

  --only NAME  ${BENCHMARKS.join(', ')}; may be given more than once (default: all)
  --quick      fewer and shorter runs, within a minute
  --json       the result as JSON on standard output
  --help       this

runtime  64 tasks, all in one room ("alone") or one in each of 64 rooms, and 64 in each of 64 rooms,
         against as many tasks of Python's asyncio, and against bare promises
cpu      500 clients at 20 Hz, against a Colyseus room with callbacks, against bare sockets, and against
         our own server without a journal
latency  from a client's message to the patch that shows it, against a Colyseus room with callbacks
arena    the arena in rooms of 10, 30 and 60 players who send input at 30 Hz, against the same game written as a
         Colyseus room with callbacks: CPU, bytes, latency and lateness
feel     the arena over a connection with a round trip of 150 ms and jitter: corrections of the own fighter, shots that
         looked like hits and were none, and the recovery after a stalled and a killed server
journal  bytes for a player and minute, the time to bring 200 tables and 50 arenas back, and the speed of replays
memory   memory per idle room and per waiting task
sim      whole matches of bots against real time, with every patch encoded and decoded: in virtual time, and in the
         server's host without a network and a journal`;

/** @throws TypeError where the arguments make no sense */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true },
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { only = [], ...flags } = values;
  const unknown = only.find((name) => !isBenchmark(name));
  if (unknown !== undefined) throw new TypeError(`There is no benchmark "${unknown}", only ${BENCHMARKS.join(', ')}.`);
  return { ...flags, only: only.length === 0 ? BENCHMARKS : only.filter(isBenchmark) };
}

function isBenchmark(name: string): name is BenchmarkName {
  return (BENCHMARKS as readonly string[]).includes(name);
}
