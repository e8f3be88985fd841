/** The command line of the simulator. */
import { parseArgs } from 'node:util';
import { BadOption, parsed, wholeNumber } from '../../shared/command-line.ts';
import { FAULT_KINDS, FAULT_KIND_NAMES, type FaultKind } from './fault-kinds.ts';
import { SIM_GAME_NAMES, simGameOf } from './games/index.ts';
import type { SimGame } from './games/sim-game.ts';
import { faultsOf, WHOLE_RUN_SEEDS } from './run/coverage.ts';

interface Common {
  readonly workers: number;
  /** The folder for failures. */
  readonly out: string;
  readonly shrinks: boolean;
  /** The run ends after this many failures. */
  readonly mostFailures: number;
  readonly json: boolean;
}

export interface SeedOptions {
  readonly kind: 'seeds';
  readonly game: SimGame;
  readonly seeds: number;
  readonly from: number;
  readonly faults: readonly FaultKind[];
}

/** The match of one seed, with a crash at each of its crash points in turn. */
export interface CrashOptions {
  readonly kind: 'crash points';
  readonly game: SimGame;
  readonly from: number;
  readonly faults: readonly FaultKind[];
  /** Where the processes before crash: the first one, the second one, and so on. */
  readonly after: readonly number[];
}

export interface PlanOptions {
  readonly kind: 'plan';
  readonly file: string;
}

export type SimOptions = Common & (SeedOptions | CrashOptions | PlanOptions);

const MAX_SEEDS = 10_000_000;
/** Seeds that are drawn are shorter, so that they are easy to type. */
const MAX_FROM = 2 ** 40;
const MAX_WORKERS = 256;
const MAX_POINT = 1_000_000;
const MOST_FAILURES = 5;
export const OUT = 'sim-failures';

/** Faults that crash the process themselves. */
const CRASHING: readonly FaultKind[] = ['crash', 'torn', 'upgrade'];
/** What else happens around a crash, unless `--faults` says otherwise. */
const AROUND_CRASHES: readonly FaultKind[] = ['disconnect', 'late', 'leave', 'duplicate', 'hostile'];

export const HELP = `Usage: npm run sim -- --game NAME [--seeds 100] [--from N] [--faults all] [--workers N] [--out FOLDER]
                      [--keep-going] [--no-shrink] [--json]
       npm run sim -- --game NAME --crash-at-every-point [--after N,N] [--from N] [--faults LIST] …
       npm run sim -- --plan FILE

Simulates whole matches in virtual time and checks the invariants after every tick. Players, connections and faults
are drawn from a seed: the same seed gives the same match.

  --game NAME     ${SIM_GAME_NAMES.join(', ')}
  --seeds N       the number of seeds (default 100)
  --from N        the first seed (default: drawn, and printed)
  --faults LIST   the faults to inject: all, none, or a list separated by commas (default all)
${FAULT_KIND_NAMES.map((name) => `                  ${name.padEnd(11)} ${FAULT_KINDS[name]}`).join('\n')}
  --crash-at-every-point
                  simulates a short match of one seed again and again, and crashes the server process at each point of
                  it in turn: around each journal write, before each message, in each step, …
                  (default faults: ${AROUND_CRASHES.join(', ')})
  --after N,N     the first process crashes at point N, and the next one at every point: recovery crashes, too
  --workers N     the number of threads (default: the number of cores)
  --out FOLDER    where failures are written, as a replay and a plan (default ${OUT})
  --keep-going    does not stop after ${MOST_FAILURES} failures
  --no-shrink     does not shrink failures
  --plan FILE     simulates a plan that was written there
  --json          prints the summary as JSON to standard output
  --help          prints this

A run of ${WHOLE_RUN_SEEDS} seeds or more also fails if one of its faults never happened or, with all faults, if the game never
took one of its known branches.

The exit code is 0 if all invariants hold, else 1.`;

export interface Defaults {
  readonly cores: number;
  readonly from: number;
}

const OPTIONS = {
  game: { type: 'string' },
  seeds: { type: 'string' },
  from: { type: 'string' },
  faults: { type: 'string' },
  'crash-at-every-point': { type: 'boolean', default: false },
  after: { type: 'string' },
  workers: { type: 'string' },
  out: { type: 'string' },
  plan: { type: 'string' },
  'keep-going': { type: 'boolean', default: false },
  'no-shrink': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/**
 * @returns undefined if only help is asked for
 * @throws BadOption
 */
export function readOptions(args: readonly string[], { cores, from }: Defaults): SimOptions | undefined {
  const { values } = parsed(() => parseArgs({ args: [...args], options: OPTIONS }));
  if (values.help) return undefined;
  const common: Common = {
    workers: values.workers === undefined ? cores : wholeNumber('--workers', values.workers, 1, MAX_WORKERS),
    out: values.out ?? OUT,
    shrinks: !values['no-shrink'],
    mostFailures: values['keep-going'] ? Infinity : MOST_FAILURES,
    json: values.json,
  };
  const isCrashing = values['crash-at-every-point'];
  if (values.plan !== undefined) {
    const useless = (['game', 'seeds', 'from', 'faults', 'after'] as const).find((name) => values[name] !== undefined);
    if (useless !== undefined) throw new BadOption(`--${useless} makes no sense with --plan.`);
    if (isCrashing) throw new BadOption('--crash-at-every-point makes no sense with --plan.');
    return { ...common, kind: 'plan', file: values.plan };
  }
  const game = checkGame(values.game);
  const seed = values.from === undefined ? from : wholeNumber('--from', values.from, 0, MAX_FROM);
  if (isCrashing) {
    if (values.seeds !== undefined) throw new BadOption('--seeds makes no sense with --crash-at-every-point.');
    const faults = checkFaults(values.faults ?? AROUND_CRASHES.join(','), game);
    const crashing = faults.find((kind) => CRASHING.includes(kind));
    if (crashing !== undefined)
      throw new BadOption(`The fault "${crashing}" makes no sense with --crash-at-every-point.`);
    const after = (values.after?.split(',') ?? []).map((point) => wholeNumber('--after', point, 0, MAX_POINT));
    return { ...common, kind: 'crash points', game, from: seed, faults, after };
  }
  if (values.after !== undefined) throw new BadOption('--after makes sense only with --crash-at-every-point.');
  const seeds = wholeNumber('--seeds', values.seeds ?? '100', 1, MAX_SEEDS);
  return { ...common, kind: 'seeds', game, seeds, from: seed, faults: checkFaults(values.faults ?? 'all', game) };
}

function checkGame(name: string | undefined): SimGame {
  if (name === undefined) throw new BadOption(`--game is missing: ${SIM_GAME_NAMES.join(' or ')}.`);
  const game = simGameOf(name);
  if (game !== undefined) return game;
  throw new BadOption(`"${name}" cannot be simulated, only ${SIM_GAME_NAMES.join(', ')}.`);
}

function checkFaults(text: string, game: SimGame): readonly FaultKind[] {
  const possible = faultsOf(game);
  if (text === 'all') return possible;
  if (text === 'none') return [];
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (!isFaultKind(name))
      throw new BadOption(`There is no fault "${name}", only all, none, ${FAULT_KIND_NAMES.join(', ')}.`);
    if (!possible.includes(name)) throw new BadOption(`${game.game.name} cannot have the fault "${name}".`);
  }
  return possible.filter((kind) => names.includes(kind));
}

/** The value of `--faults` that means these. */
export function faultsText(faults: readonly FaultKind[], game: SimGame): string {
  if (faults.length === 0) return 'none';
  return faultsOf(game).every((kind) => faults.includes(kind)) ? 'all' : faults.join(',');
}

function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(FAULT_KINDS, name);
}
