import { GAME_NAMES } from '../../../client/bots/games.ts';
import { describe, expect, it } from 'vitest';
import { BadOption } from '../../../shared/command-line.ts';
import { HELP, readOptions } from '../../../tools/load/options.ts';

describe('the command line of the load', () => {
  it('has a default for everything but the game', () => {
    expect(readOptions(['--game', 'arena'], 4)).toEqual({
      game: 'arena',
      rooms: 20,
      players: 10,
      minutes: 2,
      url: undefined,
      workers: 4,
      rampSeconds: 10,
      dropEverySeconds: undefined,
      killEverySeconds: undefined,
      limits: { latencyMs: undefined, joinMs: undefined, errors: 0, serverMb: undefined, serverCpu: undefined },
      json: false,
    });
  });

  it('fills no more seats than a game has', () => {
    expect(readOptions(['--game', 'liars-dice'])?.players).toBe(6);
  });

  it('takes parts of minutes and seconds, and every limit', () => {
    const words =
      '--game arena --minutes 0.5 --drop-every 0.25 --kill-every 7.5 --max-latency-ms 250 --max-join-ms 900';
    const limits = '--max-errors 3 --max-server-mb 400 --max-server-cpu 80';
    expect(readOptions([...words.split(' '), ...limits.split(' ')])).toMatchObject({
      minutes: 0.5,
      dropEverySeconds: 0.25,
      killEverySeconds: 7.5,
      limits: { latencyMs: 250, joinMs: 900, errors: 3, serverMb: 400, serverCpu: 80 },
    });
  });

  it('gives nothing where only help is asked for, which names every option', () => {
    expect(readOptions(['--help'])).toBeUndefined();
    for (const name of ['game', 'rooms', 'players', 'minutes', 'url', 'workers', 'ramp-seconds', 'drop-every'])
      expect(HELP).toContain(`--${name} `);
  });

  it.each([
    [[], `--game is missing: ${GAME_NAMES.join(' or ')}.`],
    [['--game', 'chess'], 'There are no bots for "chess"'],
    [['--game', 'liars-dice', '--players', '7'], '--players is a whole number from 1 to 6, not "7".'],
    [['--game', 'arena', '--players', '1'], '--players is at least 2 in arena.'],
    [['--game', 'arena', '--rooms', '0'], '--rooms is a whole number from 1 to 1000'],
    [['--game', 'arena', '--minutes', 'long'], '--minutes is a number from 0.01 to 1440, not "long".'],
    [['--game', 'arena', '--kill-every', '1'], '--kill-every is a number of at least 5, not "1".'],
    [['--game', 'arena', '--max-latency-ms', '-1'], 'No value for --max-latency-ms:'],
    [['--game', 'arena', '--max-errors', 'none'], '--max-errors is a number of at least 0, not "none".'],
    [
      ['--game', 'arena', '--url', 'ws://play.example', '--kill-every', '20'],
      '--kill-every is for a server of our own: leave --url out.',
    ],
    [['--game', 'arena', '--url', 'play.example'], '--url is like ws://localhost:2567'],
    [['--game', 'arena', '--hurry'], 'There is no option "--hurry":'],
  ])('turns %j away: %s', (args, message) => {
    expect(() => readOptions(args)).toThrow(BadOption);
    expect(() => readOptions(args)).toThrow(message);
  });
});
