/** The command line of the soak. */
import { parseArgs } from 'node:util';
import { parsed } from '../../shared/command-line.ts';
import { numberOption } from '../load/options.ts';
import { HEAP_TOLERANCE, MEMORY_TOLERANCE, toleranceText } from './memory-trend.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly json: boolean;
}

const LEAST_MINUTES = 1;
const MOST_MINUTES = 1_440;

export const HELP = `Usage: npm run soak -- [--minutes 10] [--json]

Waves of players join a server of its own, over real sockets, and leave it empty. Within a wave both games are played,
players are replaced, tables open and close, and connections break. In the first waves, and in the last, the server is
killed and started again. Between two waves it collects its garbage, and its memory is measured.

  --minutes M  how long, about (default 10)
  --json       the report as JSON on standard output
  --help       this

The exit code is 1 if anything was lost or went wrong, if rooms, people, tasks or sockets were left after a wave, or if the
memory of the server that was not killed grew: in the last third of its waves it has at most ${toleranceText(HEAP_TOLERANCE)}
more heap than in the first third, and ${toleranceText(MEMORY_TOLERANCE)} more memory in all. Else it is 0.`;

/**
 * @returns undefined for --help
 * @throws BadOption
 */
export function readOptions(args: readonly string[]): SoakOptions | undefined {
  const { values } = parsed(() =>
    parseArgs({
      args: [...args],
      options: {
        minutes: { type: 'string', default: '10' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }),
  );
  if (values.help) return undefined;
  return { minutes: numberOption('--minutes', values.minutes, LEAST_MINUTES, MOST_MINUTES), json: values.json };
}
