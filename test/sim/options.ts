/** The command line of the simulator. */
import { parseArgs } from 'node:util';
import { BadOption, parsed, wholeNumber } from '../../shared/command-line.ts';
import { FAULT_KINDS, FAULT_KIND_NAMES, type FaultKind } from './fault-kinds.ts';
import { SIM_GAME_NAMES, simGameOf } from './games/index.ts';
import type { SimGame } from './games/sim-game.ts';
import { faultsOf, WHOLE_RUN_SEEDS } from './run/coverage.ts';

interface Common {
  readonly workers: number;
  /** Where failing seeds are put. */
  readonly out: string;
  readonly shrinks: boolean;
  /** No seed is begun when so many have failed. */
  readonly mostFailures: number;
  readonly json: boolean;
}

/** Seeds of a game, or one plan from a file. */
export type SimOptions = Common &
  (
    | {
        readonly kind: 'seeds';
        readonly game: SimGame;
        readonly seeds: number;
        readonly from: number;
        readonly faults: readonly FaultKind[];
      }
    | { readonly kind: 'plan'; readonly file: string }
  );

const MAX_SEEDS = 10_000_000;
/** Seeds that are drawn are shorter, to be told. */
const MAX_FROM = 2 ** 40;
const MAX_WORKERS = 256;
const MOST_FAILURES = 5;
export const OUT = 'sim-failures';

export const HELP = `Usage: npm run sim -- --game NAME [--seeds 100] [--from N] [--faults all] [--workers N] [--out FOLDER]
                      [--keep-going] [--no-shrink] [--json]
       npm run sim -- --plan FILE

Simulates whole matches in virtual time, each drawn from one number: people, lines, and what goes wrong. Looks after
each tick whether all laws hold. The same number gives the same match.

  --game NAME     ${SIM_GAME_NAMES.join(', ')}
  --seeds N       how many numbers (default 100)
  --from N        the first number (default: a new one, which is told)
  --faults LIST   what may go wrong: all, none, or some of these, with commas between them (default all)
${FAULT_KIND_NAMES.map((name) => `                  ${name.padEnd(11)} ${FAULT_KINDS[name]}`).join('\n')}
  --workers N     how many at once (default: one for each core)
  --out FOLDER    where failing seeds are put, as a replay and a plan (default ${OUT})
  --keep-going    does not stop when ${MOST_FAILURES} seeds have failed
  --no-shrink     does not look for a smaller case of a failing seed
  --plan FILE     simulates one plan that was put there
  --json          the summary as JSON on standard output
  --help          this

A run of ${WHOLE_RUN_SEEDS} seeds or more fails too where a fault that may happen never did; and, with all faults, where the game never
took one of the branches that are known of it.

The exit code is 0 if all is well, else 1.`;

/** What is taken where nothing is said. */
export interface Defaults {
  readonly cores: number;
  readonly from: number;
}

/**
 * @returns undefined where only help is asked for
 * @throws BadOption
 */
export function readOptions(args: readonly string[], { cores, from }: Defaults): SimOptions | undefined {
  const { values } = parsed(() => parse(args));
  if (values.help) return undefined;
  const common: Common = {
    workers: values.workers === undefined ? cores : wholeNumber('--workers', values.workers, 1, MAX_WORKERS),
    out: values.out ?? OUT,
    shrinks: !values['no-shrink'],
    mostFailures: values['keep-going'] ? Infinity : MOST_FAILURES,
    json: values.json,
  };
  if (values.plan !== undefined) {
    const useless = (['game', 'seeds', 'from', 'faults'] as const).find((name) => values[name] !== undefined);
    if (useless !== undefined) throw new BadOption(`A plan says all that --${useless} says: leave it out.`);
    return { ...common, kind: 'plan', file: values.plan };
  }
  const game = checkGame(values.game);
  return {
    ...common,
    kind: 'seeds',
    game,
    seeds: wholeNumber('--seeds', values.seeds ?? '100', 1, MAX_SEEDS),
    from: values.from === undefined ? from : wholeNumber('--from', values.from, 0, MAX_FROM),
    faults: checkFaults(values.faults ?? 'all', game),
  };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      game: { type: 'string' },
      seeds: { type: 'string' },
      from: { type: 'string' },
      faults: { type: 'string' },
      workers: { type: 'string' },
      out: { type: 'string' },
      plan: { type: 'string' },
      'keep-going': { type: 'boolean', default: false },
      'no-shrink': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
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
    if (!isFault(name))
      throw new BadOption(`There is no fault "${name}", only all, none, ${FAULT_KIND_NAMES.join(', ')}.`);
    if (!possible.includes(name)) throw new BadOption(`${game.game.name} cannot have the fault "${name}".`);
  }
  return possible.filter((fault) => names.includes(fault));
}

/** As it is given to `--faults`. */
export function faultsText(faults: readonly FaultKind[], game: SimGame): string {
  if (faults.length === 0) return 'none';
  return faultsOf(game).every((fault) => faults.includes(fault)) ? 'all' : faults.join(',');
}

function isFault(name: string): name is FaultKind {
  return Object.hasOwn(FAULT_KINDS, name);
}
