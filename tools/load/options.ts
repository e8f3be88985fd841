/** The command line of the load. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { GAME_NAMES, playableGame } from '../../client/bots/games.ts';
import { checkUrl } from '../../client/bots/options.ts';
import { BadOption, parsed, wholeNumber } from '../../shared/command-line.ts';

/** Limits of the figures; undefined: none. */
export interface LoadLimits {
  readonly latencyMs: number | undefined;
  readonly joinMs: number | undefined;
  readonly errors: number;
  readonly serverMb: number | undefined;
  readonly serverCpu: number | undefined;
}

export interface LoadOptions {
  readonly game: string;
  readonly rooms: number;
  /** In each room. */
  readonly players: number;
  readonly minutes: number;
  /** Undefined: a server of our own. */
  readonly url: string | undefined;
  readonly workers: number;
  readonly rampSeconds: number;
  /** Undefined: never. */
  readonly dropEverySeconds: number | undefined;
  readonly killEverySeconds: number | undefined;
  readonly limits: LoadLimits;
  readonly json: boolean;
}

const MOST_ROOMS = 1_000;
const MOST_MINUTES = 1_440;
const MOST_WORKERS = 64;
const MOST_RAMP_SECONDS = 3_600;
/** More often, and the server would never be up. */
const LEAST_KILL_SECONDS = 5;
const LEAST_DROP_SECONDS = 0.05;

export const HELP = `Usage: npm run load -- --game NAME [--rooms 20] [--players N] [--minutes 2] [--url URL]

Fills rooms with network players over real sockets, and reports how the server does. Without --url it starts a server of its
own, with a port and a data folder of its own, and stops it at the end.

  --game NAME          ${GAME_NAMES.join(', ')}
  --rooms N            how many rooms (default 20)
  --players N          how many players in each (default 10, or as many as the game has seats)
  --minutes M          how long they play, once all are there (default 2)
  --url URL            a server that runs already, such as ws://localhost:2567; where the environment has its
                       OPERATOR_PASSWORD, its own figures are in the report
  --workers N          threads that the players are in (default: as many as cores)
  --ramp-seconds S     over how long they join (default 10)

  --drop-every S       cuts the socket of a random player every S seconds
  --kill-every S       kills our own server (SIGKILL) every S seconds, and starts it again

  --max-latency-ms MS  of message to reply, and of input to patch: 99 in 100 are within it
  --max-join-ms MS     of joining: 99 in 100 are within it
  --max-errors N       players who found no seat or were sent away, and scripts that failed (default 0)
  --max-server-mb MB   memory of the server
  --max-server-cpu P   CPU of the server while they play, in percent of one core

  --json               the report as JSON on standard output
  --help               this

Drops and kills begin once all have joined. What is lost is counted: messages without a reply, or accepted and forgotten; seats and
players that are not found again; matches that were voided or failed; input frames that no patch acknowledges though
their connection is up; states that go back. The exit code is 1 if anything is lost or a limit is passed, else 0.`;

const OPTIONS = {
  game: { type: 'string' },
  rooms: { type: 'string', default: '20' },
  players: { type: 'string' },
  minutes: { type: 'string', default: '2' },
  url: { type: 'string' },
  workers: { type: 'string' },
  'ramp-seconds': { type: 'string', default: '10' },
  'drop-every': { type: 'string' },
  'kill-every': { type: 'string' },
  'max-latency-ms': { type: 'string' },
  'max-join-ms': { type: 'string' },
  'max-errors': { type: 'string', default: '0' },
  'max-server-mb': { type: 'string' },
  'max-server-cpu': { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/**
 * @returns undefined where only help is asked for
 * @throws BadOption
 */
export function readOptions(args: readonly string[], cores = availableParallelism()): LoadOptions | undefined {
  const { values } = parsed(() => parseArgs({ args: [...args], options: OPTIONS }));
  if (values.help) return undefined;
  const { game, url, json } = values;
  if (game === undefined) throw new BadOption(`--game is missing: ${GAME_NAMES.join(' or ')}.`);
  const played = playableGame(game);
  if (played === undefined) throw new BadOption(`There are no bots for "${game}", only for ${GAME_NAMES.join(', ')}.`);
  const { min, max } = played.game.seats;
  const players = wholeNumber('--players', values.players ?? String(Math.min(10, max)), 1, max);
  if (players < Math.max(2, min)) throw new BadOption(`--players is at least ${Math.max(2, min)} in ${game}.`);
  const killEverySeconds = optional('--kill-every', values['kill-every'], LEAST_KILL_SECONDS);
  if (killEverySeconds !== undefined && url !== undefined)
    throw new BadOption('--kill-every is for a server of our own: leave --url out.');
  return {
    game,
    rooms: wholeNumber('--rooms', values.rooms, 1, MOST_ROOMS),
    players,
    minutes: numberOption('--minutes', values.minutes, 0.01, MOST_MINUTES),
    url: url === undefined ? undefined : checkUrl(url),
    workers: wholeNumber('--workers', values.workers ?? String(Math.min(cores, MOST_WORKERS)), 1, MOST_WORKERS),
    rampSeconds: numberOption('--ramp-seconds', values['ramp-seconds'], 0, MOST_RAMP_SECONDS),
    dropEverySeconds: optional('--drop-every', values['drop-every'], LEAST_DROP_SECONDS),
    killEverySeconds,
    limits: {
      latencyMs: optional('--max-latency-ms', values['max-latency-ms']),
      joinMs: optional('--max-join-ms', values['max-join-ms']),
      errors: numberOption('--max-errors', values['max-errors'], 0),
      serverMb: optional('--max-server-mb', values['max-server-mb']),
      serverCpu: optional('--max-server-cpu', values['max-server-cpu']),
    },
    json,
  };
}

function optional(option: string, text: string | undefined, least = 0): number | undefined {
  return text === undefined ? undefined : numberOption(option, text, least);
}

/** @throws BadOption */
export function numberOption(option: string, text: string, least: number, most = 1_000_000_000): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value >= least && value <= most) return value;
  const range = most < 1_000_000_000 ? `from ${least} to ${most}` : `of at least ${least}`;
  throw new BadOption(`${option} is a number ${range}, not "${text}".`);
}
