/** The command line of `npm run replay`. */
import { parseArgs } from 'node:util';
import { BadOption, parsed } from '../../shared/command-line.ts';

export interface ReplayCommandOptions {
  /** A replay file, or the id of a match; undefined: the list of matches. */
  readonly what: string | undefined;
  readonly verify: boolean;
  /** The tick whose state is shown. */
  readonly at: number | undefined;
  readonly json: boolean;
}

export const HELP = `Usage: npm run replay -- [FILE|MATCH] [--verify] [--at TICK] [--json]

Tells what happened in a match. Without a name: lists the matches of the data folder (DATA_DIR, or data in the project).

  FILE       a replay file
  MATCH      the id of a match in the data folder, ended or not, such as ABCDE-x7k2m5q4pz
  --verify   runs the whole match again, and says whether the same comes of it
  --at TICK  what the state is after this tick, and what the script waits for
  --json     all of it as JSON on standard output, the timeline complete
  --help     this

The exit code is 0 if all is well, 1 if there is no such match or its file is broken, 2 if a run differs from what was
recorded.`;

/**
 * @returns undefined where only help is asked for
 * @throws BadOption
 */
export function readOptions(args: readonly string[]): ReplayCommandOptions | undefined {
  const { values, positionals } = parsed(() => parse(args));
  if (values.help) return undefined;
  const { verify, at, json } = values;
  const [what, more] = positionals;
  if (more !== undefined) throw new BadOption(`One file or match at a time: what is "${more}"?`);
  if (what === undefined && (verify || at !== undefined)) {
    throw new BadOption(`${verify ? '--verify' : '--at'} is of a match: which one?`);
  }
  return { what, verify, at: at === undefined ? undefined : tickOf(at), json };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      verify: { type: 'boolean', default: false },
      at: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

function tickOf(text: string): number {
  const tick = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(tick)) return tick;
  throw new BadOption(`--at is the number of a tick, not "${text}".`);
}
