/** The command line of the network bots. */
import { parseArgs } from 'node:util';
import { GAME_NAMES, playableGame, type PlayableGame } from './games.ts';

export interface Options {
  readonly played: PlayableGame;
  readonly count: number;
  /** Where the server is: `ws:`, `wss:`, `http:` or `https:`. */
  readonly url: string;
  readonly seconds: number;
  /** The code of a table; undefined: any open one, or a new one. */
  readonly room: string | undefined;
  readonly json: boolean;
}

/** Arguments that make no sense, in one line. */
export class BadOption extends Error {
  override readonly name = 'BadOption';
}

const MAX_BOTS = 500;
const MAX_SECONDS = 86_400;

export const HELP = `Usage: npm run bots -- --game NAME [--count 5] [--url ws://localhost:2567] [--seconds 60] [--room CODE] [--json]

Sends network clients that play like people: they sit down together, play until the time is over, and leave.

  --game NAME    ${GAME_NAMES.join(', ')}
  --count N      how many bots, up to ${MAX_BOTS} (default 5)
  --url URL      the server (default ws://localhost and the port in PORT, or 2567)
  --seconds N    how long they play (default 60)
  --room CODE    the table to sit down at (default: the first open one, or a new one)
  --json         the report as JSON on standard output
  --help         this

The exit code is 0 if all of them sat down and no table or bot broke, else 1.`;

/**
 * @returns undefined where only help is asked for
 * @throws BadOption
 */
export function readOptions(args: readonly string[], port = '2567'): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const { game, count, url = `ws://localhost:${port}`, seconds, room, json } = values;
  if (game === undefined) throw new BadOption(`--game is missing: ${GAME_NAMES.join(' or ')}.`);
  const played = playableGame(game);
  if (played === undefined) throw new BadOption(`There are no bots for "${game}", only for ${GAME_NAMES.join(', ')}.`);
  return {
    played,
    count: wholeNumber('--count', count, MAX_BOTS),
    url: checkUrl(url),
    seconds: wholeNumber('--seconds', seconds, MAX_SECONDS),
    room: room?.toUpperCase(),
    json,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        game: { type: 'string' },
        count: { type: 'string', default: '5' },
        url: { type: 'string' },
        seconds: { type: 'string', default: '60' },
        room: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new BadOption(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function wholeNumber(option: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= max) return value;
  throw new BadOption(`${option} is a whole number from 1 to ${max}, not "${text}".`);
}

function checkUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^(ws|http)s?:$/.test(url.protocol)) return text;
  throw new BadOption(`--url is like ws://localhost:2567, not "${text}".`);
}
