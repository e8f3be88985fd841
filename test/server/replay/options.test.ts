import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../server/replay/options.ts';
import { BadOption } from '../../../shared/command-line.ts';

describe('the command line of the replays', () => {
  it('names no match for the list of them', () => {
    expect(readOptions([])).toEqual({ what: undefined, verify: false, at: undefined, json: false });
  });

  it('takes its words in any order', () => {
    const options = { what: 'a.replay', verify: true, at: 120, json: true };
    expect(readOptions(['--json', 'a.replay', '--at', '120', '--verify'])).toEqual(options);
  });

  it('gives nothing where only help is asked for', () => {
    expect(readOptions(['--help'])).toBeUndefined();
    expect(readOptions(['a.replay', '-h'])).toBeUndefined();
  });

  it.each([
    [['a', 'b'], 'One file or match at a time: what is "b"?'],
    [['--verify'], '--verify is of a match'],
    [['--at', '3'], '--at is of a match'],
    [['a', '--at', '1:30'], '--at is the number of a tick, not "1:30"'],
    [['a', '--at'], 'No value for --at:'],
    [['a', '--at', '--verify'], 'No value for --at:'],
    [['a', '--verify=yes'], '--verify takes no value:'],
    [['a', '--fast'], 'There is no option "--fast":'],
  ])('turns %j away: %s', (args, message) => {
    expect(() => readOptions(args)).toThrow(BadOption);
    expect(() => readOptions(args)).toThrow(message);
  });
});
