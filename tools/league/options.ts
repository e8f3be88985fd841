/** The command line of the league. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { BadOption, parsed, wholeNumber } from '../../shared/command-line.ts';
import type { LeagueGame } from './league-game.ts';
import { LEAGUE_GAMES, leagueGame } from './games.ts';

export interface LeagueOptions {
  readonly game: LeagueGame;
  /** Of each pairing. */
  readonly matches: number;
  readonly workers: number;
  readonly seed: number;
  readonly json: boolean;
}

const MAX_MATCHES = 10_000;
const MAX_WORKERS = 64;
const MAX_SEED = 2 ** 32 - 1;

export const HELP = `Usage: npm run league -- --game NAME [--matches 200] [--workers 2] [--seed 1] [--json]

Lets bots play bots, in virtual time: each skill each lower one, and all personalities among equals.

  --game NAME   ${LEAGUE_GAMES.join(', ')}
  --matches N   how many of each pairing, up to ${MAX_MATCHES} (default 200)
  --workers N   how many threads play, up to ${MAX_WORKERS} (default: as many as there are processors)
  --seed N      what everything is drawn from: the same seed gives the same table (default 1)
  --json        the table as JSON on standard output
  --help        this

The exit code is 0 if each higher skill wins more than half of its matches, with 95 % confidence, else 1.`;

const OPTIONS = {
  game: { type: 'string' },
  matches: { type: 'string', default: '200' },
  workers: { type: 'string' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/**
 * @returns undefined where only help is asked for
 * @throws BadOption
 */
export function readOptions(args: readonly string[]): LeagueOptions | undefined {
  const { values } = parsed(() => parseArgs({ args: [...args], options: OPTIONS }));
  if (values.help) return undefined;
  const { game: name, matches, workers = String(Math.min(availableParallelism(), MAX_WORKERS)), seed, json } = values;
  if (name === undefined) throw new BadOption(`--game is missing: ${LEAGUE_GAMES.join(' or ')}.`);
  const game = leagueGame(name);
  if (game === undefined) throw new BadOption(`There is no league of "${name}", only of ${LEAGUE_GAMES.join(', ')}.`);
  return {
    game,
    matches: wholeNumber('--matches', matches, 1, MAX_MATCHES),
    workers: wholeNumber('--workers', workers, 1, MAX_WORKERS),
    seed: wholeNumber('--seed', seed, 0, MAX_SEED),
    json,
  };
}
