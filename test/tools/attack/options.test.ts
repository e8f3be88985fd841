import { expect, it } from 'vitest';
import { ATTACKS } from '../../../tools/attack/attacks/index.ts';
import { HELP, readOptions } from '../../../tools/attack/options.ts';

it('all attacks run unless some are named', () => {
  expect(readOptions([])?.attacks).toEqual(ATTACKS);
  expect(readOptions(['--only', 'pings,rooms'])?.attacks.map(({ name }) => name)).toEqual(['pings', 'rooms']);
});

it('help is asked for alone, and names every attack', () => {
  expect(readOptions(['--help'])).toBeUndefined();
  for (const { name, title } of ATTACKS) expect(HELP).toMatch(new RegExp(`^  ${name} +${title}$`, 'm'));
});

it.each([
  [['--only', 'kindness'], 'There is no attack "kindness".'],
  [['--seconds', '0'], '--seconds is a number'],
  [['--max-late-ms', 'much'], '--max-late-ms is a number'],
  [['--url', 'x'], 'There is no option "--url":'],
])('%o is refused in one line', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
