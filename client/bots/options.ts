/** The command line of the network bots. */
import { parseArgs } from 'node:util';
import { BadOption, parsed, wholeNumber } from '../../shared/command-line.ts';
import { GAME_NAMES, PERSONALITY_NAMES, playableGame, type PlayableGame } from './games.ts';

export interface BotOptions {
  readonly played: PlayableGame;
  readonly count: number;
  /** The server's address: `ws:`, `wss:`, `http:` or `https:`. */
  readonly url: string;
  readonly seconds: number;
  /** The code of a table; undefined: the first open one, or a new one. */
  readonly room: string | undefined;
  readonly json: boolean;
}

const MAX_BOTS = 500;
const MAX_SECONDS = 86_400;

export const HELP = `Usage: npm run bots -- --game NAME [--count 5] [--url ws://localhost:2567] [--seconds 60] [--room CODE]
                       [--skill NAME] [--personality NAME] [--json]

Sends network clients that play like people: they sit down together, play until the time is over, and leave.

  --game NAME    ${GAME_NAMES.join(', ')}
  --count N      how many bots, up to ${MAX_BOTS} (default 5)
  --url URL      the server (default ws://localhost and the port in PORT, or 2567)
  --seconds N    how long they play (default 60)
  --room CODE    the table to sit down at (default: the first open one, or a new one)
  --skill NAME   easy, regular or sharp (default: what the table's creator has chosen for bots)
  --personality NAME
                 how they like to play (default: each as chance has it); one of those that the game has:
                 ${PERSONALITY_NAMES.join('\n                 ')}
  --json         the report as JSON on standard output
  --help         this

The exit code is 0 if all of them sat down and no table or bot broke, else 1.`;

/**
 * @returns undefined for `--help`
 * @throws BadOption
 */
export function readOptions(args: readonly string[], port = '2567'): BotOptions | undefined {
  const { values } = parsed(() => parse(args));
  if (values.help) return undefined;
  const { game, count, url = `ws://localhost:${port}`, seconds, room, skill, personality, json } = values;
  if (game === undefined) throw new BadOption(`--game is missing: ${GAME_NAMES.join(' or ')}.`);
  const played = playableGame(game);
  if (played === undefined) throw new BadOption(`There are no bots for "${game}", only for ${GAME_NAMES.join(', ')}.`);
  const choices = {
    skill: wordOf('--skill', skill, played.skills),
    personality: wordOf('--personality', personality, played.personalities),
  };
  return {
    played: { ...played, script: played.scriptFor(choices) },
    count: wholeNumber('--count', count, 1, MAX_BOTS),
    url: checkUrl(url),
    seconds: wholeNumber('--seconds', seconds, 1, MAX_SECONDS),
    room: room?.toUpperCase(),
    json,
  };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      game: { type: 'string' },
      count: { type: 'string', default: '5' },
      url: { type: 'string' },
      seconds: { type: 'string', default: '60' },
      room: { type: 'string' },
      skill: { type: 'string' },
      personality: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

/** @throws BadOption */
export function checkUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^(ws|http)s?:$/.test(url.protocol)) return text;
  throw new BadOption(`--url is like ws://localhost:2567, not "${text}".`);
}

function wordOf(option: string, text: string | undefined, words: readonly string[]): string | undefined {
  if (text === undefined || words.includes(text)) return text;
  throw new BadOption(`${option} is one of ${words.join(', ')}, not "${text}".`);
}
