import { describe, expect, it } from 'vitest';
import { BadOption, readOptions } from '../../../client/bots/options.ts';

describe('the command line of the bots', () => {
  it('has a default for everything but the game', () => {
    const options = readOptions(['--game', 'liars-dice'], '8080');
    expect(options).toMatchObject({ count: 5, seconds: 60, url: 'ws://localhost:8080', room: undefined, json: false });
    expect(options?.played.game.name).toBe('liars-dice');
  });

  it('takes the code of a table in any case', () => {
    expect(readOptions(['--game', 'liars-dice', '--room', 'abcde'])?.room).toBe('ABCDE');
  });

  it('gives nothing where only help is asked for', () => {
    expect(readOptions(['--help'])).toBeUndefined();
  });

  it.each([
    [[], '--game is missing'],
    [['--game', 'chess'], 'There are no bots for "chess"'],
    [['--game', 'liars-dice', '--count', '0'], '--count is a whole number from 1 to 500'],
    [['--game', 'liars-dice', '--seconds', 'long'], '--seconds is a whole number'],
    [['--game', 'liars-dice', '--url', 'localhost:2567'], '--url is like ws://localhost:2567'],
    [['--game', 'liars-dice', '--hurry'], "Unknown option '--hurry'"],
  ])('turns %j away: %s', (args, message) => {
    expect(() => readOptions(args)).toThrow(BadOption);
    expect(() => readOptions(args)).toThrow(message);
  });
});
