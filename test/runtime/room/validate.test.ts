import { z } from 'zod';
import { expect, test } from 'vitest';
import { plainOptions, validateAnswer, validateMessage } from '../../../shared/runtime/host.ts';
import { gameOf } from '../play.ts';
import { nested } from '../record/nested.ts';

const game = gameOf(async () => undefined);

test('P8.1 a message of a known type and shape is let in', () => {
  expect(validateMessage(game, 'move', 5)).toEqual({ ok: true, data: 5 });
  expect(validateMessage(game, 'kept', 5)).toEqual({ ok: true, data: 5 });
});

test('P8.2 an unknown type is refused, with the types that there are', () => {
  expect(validateMessage(game, 'fly', 5)).toEqual({
    ok: false,
    code: 'unknown-type',
    message: 'there is no message type "fly"; there are: move, other, kept',
  });
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('P8.2 %s is an unknown type', (type) => {
  expect(validateMessage(game, type, 5)).toMatchObject({ ok: false, code: 'unknown-type' });
});

test.each([undefined, null, 'x', {}, [], NaN])('P8.3 data of another shape is refused: %s', (data) => {
  expect(validateMessage(game, 'move', data)).toMatchObject({ ok: false, code: 'bad-shape' });
});

test('P8.3 what goes back holds no control characters and is short', () => {
  const checked = validateMessage(game, `\u0000\u001b[31m${'x'.repeat(10_000)}`, 5);
  const message = checked.ok ? '' : checked.message;
  expect(message.length).toBeLessThan(250);
  expect(message).not.toMatch(/\p{C}/u);
});

test('P8.4 answers are checked likewise', () => {
  expect(validateAnswer(game, 'ready', true)).toEqual({ ok: true, data: true });
  expect(validateAnswer(game, 'ready', 'yes')).toMatchObject({ ok: false, code: 'bad-shape' });
  expect(validateAnswer(game, 'constructor', true)).toMatchObject({ ok: false, code: 'stale-answer' });
});

const ring: unknown[] = [];
ring.push(ring);

/** A few arrays in memory, and 2^40 when they are written down. */
let graph: unknown[] = [];
for (let depth = 0; depth < 40; depth++) graph = [graph, graph];

const UNKEPT: Record<string, unknown> = {
  graph,
  ring,
  date: new Date(0),
  map: new Map(),
  bytes: new Uint8Array(2),
  bigint: { deep: [1n] },
};

test.each(Object.keys(UNKEPT))('P8.5 data that no journal keeps is refused, whatever the schema says: %s', (name) => {
  const data = UNKEPT[name];
  const anything = { ...game, messages: { say: z.unknown() } };
  expect(validateMessage(anything, 'say', data)).toMatchObject({ ok: false, code: 'bad-shape' });
  expect(validateMessage(anything, 'say', [{ n: -0, text: 'x', none: undefined }, null])).toMatchObject({ ok: true });
});

test('P8.5 the bounds are 64 levels in the outermost, 100,000 values, and 4,000,000 units of text', () => {
  const anything = { ...game, messages: { say: z.unknown() } };
  const isTaken = (data: unknown) => validateMessage(anything, 'say', data).ok;
  expect([isTaken(nested(65, 1)), isTaken(nested(66, 1))]).toEqual([true, false]);
  expect([isTaken(Array.from({ length: 99_999 }, () => 0)), isTaken(Array.from({ length: 100_000 }, () => 0))]).toEqual(
    [true, false],
  );
  expect([isTaken('x'.repeat(4_000_000)), isTaken({ k: 'x'.repeat(4_000_000) })]).toEqual([true, false]);
});

test.each([
  ['a Map', { deck: [{ cards: new Map() }] }, 'options.deck[0].cards is a Map: only null'],
  ['a Set', new Set(), 'options is a Set: only null'],
  ['bytes', { map: [1, new Uint8Array(2)] }, 'options.map[1] is a Uint8Array: only null'],
  ['a bigint', { seed: 1n }, 'options.seed is a bigint: only null'],
  ['a date', { at: new Date(0) }, 'options.at is a Date: only null'],
  ['a function', { fn: () => 1 }, 'options.fn is a function: only null'],
  [
    'an object of a class without a name',
    { odd: Object.create(Object.create(null)) },
    'options.odd is a class instance',
  ],
  ['a ring', { ring }, 'is nested more than 64 deep'],
  ['a graph', { graph }, 'is beyond the limit of 100000 values'],
  ['long text', { a: { text: 'x'.repeat(5_000_000) } }, 'options.a.text is beyond the limit of 4000000 units of text'],
])(
  'P8.10 room options that are not plain data are an error that says which value, where, and what to do: %s',
  (_, output, message) => {
    expect(() => plainOptions(game, output)).toThrow(TypeError);
    expect(() => plainOptions(game, output)).toThrow(message);
    expect(() => plainOptions(game, output)).toThrow('Let the options schema of "test" refuse it, or give plain data');
  },
);

test('P8.10 such an error is short, whatever the names in the options are', () => {
  const output = { ['😀'.repeat(1_000_000)]: nested(20, { ['key'.repeat(100)]: 1n }) };
  expect(() => plainOptions(game, output)).toThrow(
    expect.toSatisfy(({ message }: Error) => message.length < 400 && message.isWellFormed()),
  );
});

test('P8.10 room options that are plain data are kept as they are', () => {
  const output = {
    seats: 4,
    teams: [
      ['a', null],
      [-0, NaN],
    ],
    none: undefined,
  };
  expect(plainOptions(game, output)).toBe(output);
});
