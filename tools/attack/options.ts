/** The command line of the attacks. */
import { parseArgs } from 'node:util';
import { BadOption, parsed } from '../../shared/command-line.ts';
import { numberOption } from '../load/options.ts';
import type { Attack } from './attacks/attack.ts';
import { ATTACKS } from './attacks/index.ts';

export interface AttackLimits {
  /** Of a neighbour's patches: 99 in 100 are no later than this. */
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly memoryMb: number;
}

export interface AttackOptions {
  readonly attacks: readonly Attack[];
  readonly seconds: number;
  /** How long the server is left alone before, and measured before, each. */
  readonly settleMs: number;
  readonly limits: AttackLimits;
  readonly json: boolean;
}

const LONGEST_SECONDS = 600;
/** A fresh server has not compiled everything yet, and its rooms fill with bots. */
const SETTLE_MS = 3_000;

export const HELP = `Usage: npm run attack [-- --only NAME[,NAME…]] [--seconds 10]

Attacks a server of its own, on this machine, in each way that is listed below, one after the other. Beside each attack somebody
plays in a room of their own, and somebody else wants to open a table: the report says what they notice.

  --only NAMES         some of the attacks, by name
  --seconds S          how long each takes (default 10)

  --max-p99-ms MS      99 in 100 of the neighbour's patches are no later than this (default 50)
  --max-late-ms MS     and all of them than this (default 200)
  --max-memory-mb MB   of the server (default 1024)

  --json               the report as JSON on standard output
  --help               this

The exit code is 1 where a limit is passed, else 0. Attacks come from 127.0.0.2, the neighbour from 127.0.0.1.

${ATTACKS.map(({ name, title }) => `  ${name.padEnd(18)} ${title}`).join('\n')}`;

const OPTIONS = {
  only: { type: 'string' },
  seconds: { type: 'string', default: '10' },
  'max-p99-ms': { type: 'string', default: '50' },
  'max-late-ms': { type: 'string', default: '200' },
  'max-memory-mb': { type: 'string', default: '1024' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/**
 * @returns undefined where only help is asked for
 * @throws BadOption
 */
export function readOptions(args: readonly string[]): AttackOptions | undefined {
  const { values } = parsed(() => parseArgs({ args: [...args], options: OPTIONS }));
  if (values.help) return undefined;
  return {
    attacks: values.only === undefined ? ATTACKS : values.only.split(',').map(attackOf),
    seconds: numberOption('--seconds', values.seconds, 1, LONGEST_SECONDS),
    settleMs: SETTLE_MS,
    limits: {
      p99Ms: numberOption('--max-p99-ms', values['max-p99-ms'], 0),
      maxMs: numberOption('--max-late-ms', values['max-late-ms'], 0),
      memoryMb: numberOption('--max-memory-mb', values['max-memory-mb'], 0),
    },
    json: values.json,
  };
}

function attackOf(name: string): Attack {
  const attack = ATTACKS.find((one) => one.name === name);
  if (attack === undefined) throw new BadOption(`There is no attack "${name}".`);
  return attack;
}
