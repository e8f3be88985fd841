/** Hashes of states: they tell what a state holds, and nothing else. */
import { ArraySchema, Encoder, StateView, schema, t, type MapSchema } from '@colyseus/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffState } from './state-diff.ts';
import { hashFields } from '../../../shared/runtime/state/field-hashes.ts';
import { CHANGE_NAMES, Item, Server, apply, newWorld, programs, type WorldChange } from './worlds.ts';

const Values = schema(
  {
    a: t.float64().optional(),
    b: t.string().optional(),
    c: t.boolean().optional(),
    big: t.bigint64().optional(),
    list: t.array('string'),
    other: t.array('string'),
    map: t.map('float64'),
    set: t.set('string'),
    item: t.ref(Item).optional(),
  },
  'Values',
);
type Values = InstanceType<typeof Values>;

function hashOf(change: (values: Values) => void): number[] {
  const values = new Values();
  change(values);
  return [...hashFields(values).hashes];
}

test('there is one hash for each top-level field, in the order of the schema', () => {
  const { names, hashes } = hashFields(new Values());
  expect(names).toEqual(['a', 'b', 'c', 'big', 'list', 'other', 'map', 'set', 'item']);
  expect(hashes).toHaveLength(9);
});

test('hashes differ in the fields in which the states differ', () => {
  const one = fc.record<WorldChange>({
    what: fc.constantFrom(...CHANGE_NAMES),
    at: fc.tuple(fc.nat(50), fc.nat(50), fc.nat(1_000)),
  });
  fc.assert(
    fc.property(programs(), one, (ticks, change) => {
      const [before, after] = [newWorld(), newWorld()];
      for (const world of [before, after]) {
        const server = new Server(world);
        const views = [new StateView(), new StateView()];
        for (const each of ticks.flat()) apply(world, views, each);
        server.patch(views);
        if (world === after) apply(world, views, change);
      }
      const { names, hashes } = hashFields(after);
      const was = hashFields(before).hashes;
      const differing = names.filter((_, at) => hashes[at] !== was[at]);
      const told = new Set(diffState(before, after).map((line) => /^\w+/.exec(line)?.[0]));
      expect(differing).toEqual(names.filter((name) => told.has(name)));
    }),
    { numRuns: 300 },
  );
});

const different: [string, (values: Values) => void, (values: Values) => void][] = [
  ['0 and -0', (values) => (values.a = 0), (values) => (values.a = -0)],
  ['0 and undefined', (values) => (values.a = 0), () => undefined],
  ['undefined and null', () => undefined, (values) => Reflect.set(values, 'a', null)],
  ['1 and a number next to it', (values) => (values.a = 1), (values) => (values.a = 1 + Number.EPSILON)],
  ['2³² and 0', (values) => (values.a = 2 ** 32), (values) => (values.a = 0)],
  ['NaN and Infinity', (values) => (values.a = NaN), (values) => (values.a = Infinity)],
  ['false and undefined', (values) => (values.c = false), () => undefined],
  ['true and false', (values) => (values.c = true), (values) => (values.c = false)],
  ['an empty string and undefined', (values) => (values.b = ''), () => undefined],
  ['strings that end alike', (values) => (values.b = 'ab'), (values) => (values.b = 'cb')],
  ['1n and 2n', (values) => (values.big = 1n), (values) => (values.big = 2n)],
  ['ab, c and a, bc', (values) => values.list.push('ab', 'c'), (values) => values.list.push('a', 'bc')],
  ['a, b and b, a', (values) => values.list.push('a', 'b'), (values) => values.list.push('b', 'a')],
  ['lists in two fields', (values) => values.list.push('a'), (values) => values.other.push('a')],
  ['a list and how it might go on', (values) => values.list.push('a'), (values) => values.list.push('a', 'a')],
  ['keys', (values) => values.map.set('a', 1), (values) => values.map.set('b', 1)],
  ['orders of keys', (values) => fill(values.map, 'a', 'b'), (values) => fill(values.map, 'b', 'a')],
  [
    'orders of a set',
    (values) => values.set.add('a') && values.set.add('b'),
    (values) => values.set.add('b') && values.set.add('a'),
  ],
  ['an instance and none', (values) => (values.item = new Item()), () => undefined],
];

function fill(map: MapSchema<number>, ...keys: string[]): void {
  for (const key of keys) map.set(key, 1);
}

test.each(different)('%s hash differently', (_, one, other) => {
  expect(hashOf(one)).not.toEqual(hashOf(other));
});

test('the many kinds of NaN hash the same', () => {
  const odd = new Float64Array(new BigUint64Array([0xfff8_0000_0000_0001n]).buffer)[0];
  expect(hashOf((values) => (values.a = odd))).toEqual(hashOf((values) => (values.a = NaN)));
});

test('how a state came to hold what it holds does not matter', () => {
  const straight = hashOf((values) => {
    values.item = new Item();
    values.item.n = 3;
    values.list.push('b', 'c');
    fill(values.map, 'x', 'y');
    values.set.add('two');
  });
  const roundabout = hashOf((values) => {
    new Encoder(values);
    fill(values.map, 'gone', 'x');
    values.map.delete('gone');
    fill(values.map, 'y');
    values.list = new ArraySchema('a', 'b', 'lost', 'c');
    values.list.splice(2, 1);
    values.list.shift();
    values.set.add('one');
    values.set.add('two');
    values.set.delete('one');
    values.item = new Item();
    values.item = new Item();
    values.item.n = 3;
  });
  expect(roundabout).toEqual(straight);
});
