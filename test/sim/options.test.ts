import { expect, it } from 'vitest';
import { BadOption } from '../../shared/command-line.ts';
import { FAULT_KIND_NAMES, FAULT_KINDS } from '../../tools/sim/fault-kinds.ts';
import { SIM_GAME_NAMES, simGameOf } from '../../tools/sim/games/index.ts';
import { faultsText, HELP, readOptions, type SimOptions } from '../../tools/sim/options.ts';
import { faultsOf } from '../../tools/sim/run/coverage.ts';

const dice = simGameOf('liars-dice')!;

function read(line: string): SimOptions | undefined {
  return readOptions(line.split(' '), { cores: 3, from: 77 });
}

it('with a game alone, a hundred seeds from a new number are simulated on all cores, with all of its faults', () => {
  expect(read('--game liars-dice')).toEqual({
    ...{ kind: 'seeds', game: dice, seeds: 100, from: 77, faults: faultsOf(dice), workers: 3, out: 'sim-failures' },
    ...{ shrinks: true, mostFailures: 5, json: false },
  });
});

it('all of it can be said', () => {
  const line =
    '--game liars-dice --seeds 7 --from 0 --faults crash,torn --workers 2 --out x/y --keep-going --no-shrink --json';
  expect(read(line)).toEqual({
    ...{ kind: 'seeds', game: dice, seeds: 7, from: 0, faults: ['crash', 'torn'], workers: 2, out: 'x/y' },
    ...{ shrinks: false, mostFailures: Infinity, json: true },
  });
});

it('the crash points of one seed are tried with faults that leave the process alone, after other crashes', () => {
  expect(read('--game liars-dice --crash-at-every-point --after 3,40')).toMatchObject({
    ...{ kind: 'crash points', game: dice, from: 77, after: [3, 40] },
    faults: ['disconnect', 'late', 'leave', 'duplicate', 'hostile'],
  });
});

it('a plan from a file needs nothing else', () => {
  expect(read('--plan a.plan.json')).toMatchObject({ kind: 'plan', file: 'a.plan.json' });
});

it('with --help nothing else is read', () => {
  expect(read('--game nothing --help')).toBeUndefined();
});

it('the help tells every game, and every fault with what it is', () => {
  for (const name of SIM_GAME_NAMES) expect(HELP).toContain(name);
  for (const name of FAULT_KIND_NAMES) expect(HELP).toMatch(new RegExp(`^ +${name} +${FAULT_KINDS[name]}$`, 'm'));
});

it.each([
  ['--seeds 5', '--game is missing: '],
  ['--game chess', '"chess" cannot be simulated, only '],
  ['--game liars-dice --seeds 0', '--seeds is a whole number from 1 to 10000000, not "0".'],
  ['--game liars-dice --seeds many', '--seeds is a whole number from 1 to 10000000, not "many".'],
  ['--game liars-dice --from 1.5', '--from is a whole number from 0 to 1099511627776, not "1.5".'],
  ['--game liars-dice --workers 0', '--workers is a whole number from 1 to 256, not "0".'],
  ['--game liars-dice --faults flood', 'There is no fault "flood", only all, none, latency, '],
  ['--game liars-dice --faults none,crash', 'There is no fault "none", only all, none, latency, '],
  ['--game liars-dice --faults effect', 'liars-dice cannot have the fault "effect".'],
  ['--game liars-dice --after 3', '--after makes sense only with --crash-at-every-point.'],
  ['--game liars-dice --crash-at-every-point --seeds 3', '--seeds makes no sense with --crash-at-every-point.'],
  ['--game liars-dice --crash-at-every-point --faults torn', 'The fault "torn" makes no sense with '],
  ['--plan a.json --crash-at-every-point', '--crash-at-every-point makes no sense with --plan.'],
  ['--plan a.json --from 3', '--from makes no sense with --plan.'],
  ['--game liars-dice --speed', 'There is no option "--speed":'],
  ['--game liars-dice 7', 'There is no use for "7":'],
])('%s is refused in one line', (line, words) => {
  expect(() => read(line)).toThrow(BadOption);
  expect(() => read(line)).toThrow(words);
});

it.each(['all', 'none', 'crash', 'stall,torn'])('faults are read as they are given: %s', (text) => {
  const options = read(`--game liars-dice --faults ${text}`);
  expect(options?.kind === 'seeds' && faultsText(options.faults, dice)).toBe(text);
});
