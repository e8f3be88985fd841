/** What fields of a state can hold: what they cannot is an error, or the nearest that they can, by the rule of the match. */
import type * as Library from '@colyseus/schema';
import { ArraySchema, encode, MapSchema, schema, SetSchema, t, type SchemaType } from '@colyseus/schema';
import fc from 'fast-check';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BadValue, defineGame } from '../../../shared/runtime/index.ts';
import { distinctGames, Match, stepMatches, type ValueRule } from '../../../shared/runtime/host.ts';
import { Loopback, VirtualMatch } from '../../../shared/runtime/testing.ts';
import { Replay } from '../../../shared/runtime/hosts/replay.ts';
import { useValueRule } from '../../../shared/runtime/state/values.ts';

const TYPES = [
  ...(['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'] as const),
  ...(['float32', 'float64', 'number'] as const),
];
const BIGINTS = ['bigint64', 'biguint64'] as const;

const Holder = schema(
  {
    int8: t.int8(),
    uint8: t.uint8().default(7),
    int16: t.int16(),
    uint16: t.uint16(),
    int32: t.int32(),
    uint32: t.uint32(),
    int64: t.int64(),
    uint64: t.uint64(),
    float32: t.float32(),
    float64: t.float64(),
    number: t.number(),
    bigint64: t.bigint64(),
    biguint64: t.biguint64(),
    text: t.string(),
    flag: t.boolean(),
    level: t.quantized({ min: -1, max: 1 }),
    angle: t.angle(),
    list: t.array('uint8'),
    map: t.map('int8'),
    set: t.set('uint8'),
    bag: t.collection('int16'),
    bits: t.array('boolean'),
  },
  'Holder',
);
type Holder = SchemaType<typeof Holder>;

const game = defineGame({
  name: 'holder',
  title: 'Holder',
  seats: { min: 1, max: 1 },
  tickRate: 10,
  state: Holder,
  messages: {},
  async play(room) {
    await room.nextTick();
    room.state.uint8 = 10 - 20;
    await room.nextTick();
  },
});

/** Holds a value, as a script would under a rule. */
function set(rule: ValueRule, change: (holder: Holder) => void): Holder {
  useValueRule(rule);
  const holder = new Holder();
  change(holder);
  return holder;
}

describe('the rule of a match', () => {
  test('S5.1 a value that its field cannot hold ends a strict match where it was set, and tells field, type, range and value', async () => {
    const match = new VirtualMatch(game);
    await match.join('Ann');
    await match.until(() => match.ended !== undefined);
    const error = match.ended?.kind === 'failed' ? match.ended.error : undefined;
    expect(error).toBeInstanceOf(BadValue);
    expect(error?.message).toBe(
      'Holder.uint8 is a uint8, which holds whole numbers from 0 to 255, not -10: keep it in that range, as with Math.max and Math.min, or declare an int16 or a uint16',
    );
    expect(error?.stack).toMatch(/values\.test\.ts/);
    expect(match.state.uint8).toBe(7);
  });

  test('S5.2 where the rule is to take the nearest, script, clients and marks have that', async () => {
    const match = new VirtualMatch(game, { values: 'nearest' });
    const ann = await match.join('Ann');
    const seen = match.connect(ann);
    await match.until(() => match.ended !== undefined);
    expect(match.ended?.kind).toBe('finished');
    expect([match.state.uint8, seen.uint8]).toEqual([0, 0]);
  });

  test.each<ValueRule>(['strict', 'nearest'])(
    'S5.3 a match replays by the rule of its start frame, whatever holds where it is replayed: %s',
    async (values) => {
      const match = new VirtualMatch(game, { values });
      await match.join('Ann');
      await match.tick(5);
      const recording = match.recording();
      expect(recording.start.values).toBe(values);
      useValueRule(values === 'nearest' ? 'strict' : 'nearest');
      const replay = new Replay(game, recording);
      await replay.seek(recording.lastTick);
      expect(replay.divergence).toBeUndefined();
      expect(replay.match.state.uint8).toBe(match.state.uint8);
      expect(replay.match.ended?.kind).toBe(match.ended?.kind);
    },
  );

  test('S5.3 a start frame without a rule is of a match that took values as they came', async () => {
    const start = {
      format: 1,
      game: 'holder',
      matchId: 'X',
      seed: '1',
      options: undefined,
      tickRate: 10,
      code: '',
    } as const;
    const [old, strict, nearest] = [
      new Match(game, start),
      new Match(game, { ...start, values: 'strict' }),
      new Match(game, { ...start, values: 'nearest' }),
    ];
    for (let tick = 0; tick < 3; tick++)
      await stepMatches([old, strict, nearest].map((match) => ({ match, entries: [] })));
    expect([old.state.uint8, strict.state.uint8, nearest.state.uint8]).toEqual([-10, 7, 0]);
    expect([old.ended?.kind, strict.ended?.kind, nearest.ended?.kind]).toEqual(['finished', 'failed', 'finished']);
  });
});

/** A value and what is nearest to it. */
const BEYOND: readonly (readonly [change: (holder: Holder) => unknown, nearest: unknown, message: RegExp])[] = [
  [
    (holder) => (holder.int8 = 128),
    127,
    /Holder\.int8 is an int8, which holds whole numbers from -128 to 127, not 128/,
  ],
  [(holder) => (holder.int8 = -129), -128, /not -129/],
  [(holder) => (holder.uint8 = 256), 255, /0 to 255, not 256/],
  [(holder) => (holder.uint8 = 2.9), 2, /not 2\.9: round it/],
  [(holder) => (holder.int8 = -2.9), -2, /not -2\.9: round it/],
  [(holder) => (holder.uint8 = NaN), 0, /not NaN: check what it was made of/],
  [(holder) => (holder.int16 = 40_000), 32_767, /-32768 to 32767/],
  [(holder) => (holder.uint16 = 65_536), 65_535, /0 to 65535/],
  [(holder) => (holder.int32 = 2 ** 31), 2 ** 31 - 1, /declare an int64/],
  [(holder) => (holder.int32 = -Infinity), -(2 ** 31), /-Infinity/],
  [(holder) => (holder.uint32 = -1), 0, /0 to 4294967295, not -1/],
  [(holder) => (holder.uint32 = 2 ** 32), 2 ** 32 - 1, /4294967295/],
  [(holder) => (holder.int64 = 2 ** 63), 2 ** 63 - 1024, /from -2\^63 to 2\^63 - 1/],
  [(holder) => (holder.uint64 = -1), 0, /from 0 to 2\^64 - 1/],
  [(holder) => (holder.uint64 = Infinity), 2 ** 64 - 2048, /Infinity/],
  [(holder) => (holder.float32 = 1e39), 3.4028234663852886e38, /float32, which holds numbers from -3\.40/],
  [(holder) => (holder.float32 = NaN), 0, /NaN/],
  [(holder) => (holder.float64 = NaN), 0, /float64, which holds all numbers but NaN/],
  [(holder) => (holder.number = NaN), 0, /number, which holds all numbers but NaN/],
  [
    (holder) => (holder.bigint64 = 2n ** 63n),
    2n ** 63n - 1n,
    /bigints from -9223372036854775808 to 9223372036854775807/,
  ],
  [(holder) => (holder.biguint64 = -1n), 0n, /bigints from 0 to 18446744073709551615, not -1/],
  [(holder) => (holder.level = 1.5), 1, /quantized number, which holds numbers from -1 to 1, not 1\.5/],
  [(holder) => (holder.level = NaN), 0, /NaN/],
  [(holder) => (holder.angle = Infinity), 0, /all finite numbers/],
  [
    (holder) => (holder.flag = 1 as unknown as boolean),
    true,
    /Holder\.flag is a boolean, which holds true or false, not the number 1/,
  ],
];

function onlyValue(holder: Holder, change: (holder: Holder) => unknown): unknown {
  const field = /holder\.(\w+)\s*=/.exec(String(change))?.[1] ?? '';
  return Reflect.get(holder, field);
}

test.each(BEYOND)('S5.1 strict: %s', (change, _nearest, message) => {
  expect(() => set('strict', change)).toThrow(message);
  expect(() => set('strict', change)).toThrow(BadValue);
});

test.each(BEYOND)('S5.2 nearest: %s', (change, nearest) => {
  expect(onlyValue(set('nearest', change), change)).toBe(nearest);
});

test.each<[string, (holder: Holder) => void, (holder: Holder) => unknown, unknown]>([
  ['push', ({ list }) => void list.push(300, -1, 2.5), ({ list }) => [...list], [255, 0, 2]],
  ['unshift', ({ list }) => void list.unshift(300), ({ list }) => [...list], [255]],
  ['splice', ({ list }) => void list.splice(0, 0, 300), ({ list }) => [...list], [255]],
  ['an index', ({ list }) => void (list[0] = 300), ({ list }) => [...list], [255]],
  ['a new list', (holder) => void (holder.list = new ArraySchema(300, 1)), ({ list }) => [...list], [255, 1]],
  [
    'a plain list',
    (holder) => void (holder.list = [300, 1] as unknown as ArraySchema<number>),
    ({ list }) => [...list],
    [255, 1],
  ],
  ['a map', ({ map }) => void map.set('a', 300), ({ map }) => map.get('a'), 127],
  ['a new map', (holder) => void (holder.map = new MapSchema({ a: 300 })), ({ map }) => map.get('a'), 127],
  ['a set', ({ set: of }) => void of.add(300), ({ set: of }) => [...of.values()], [255]],
  ['a new set', (holder) => void (holder.set = new SetSchema([300])), ({ set: of }) => [...of.values()], [255]],
  ['a collection', ({ bag }) => void bag.add(1e9), ({ bag }) => [...bag.values()], [32_767]],
  ['assign', (holder) => void holder.assign({ uint8: 300 }), ({ uint8 }) => uint8, 255],
  ['flags', ({ bits }) => void bits.push('yes' as unknown as boolean), ({ bits }) => [...bits], [true]],
])('S5.2 items and whole assignments follow the rule too: %s', (_what, change, read, nearest) => {
  expect(read(set('nearest', change))).toEqual(nearest);
  expect(() => set('strict', change)).toThrow(BadValue);
});

test('S5.2 constructors and defaults follow the rule too', () => {
  const Wrong = schema({ n: t.uint8().default(300) }, 'Wrong');
  const wrong = defineGame({
    name: 'wrong',
    title: 'Wrong',
    seats: { min: 1, max: 1 },
    tickRate: 10,
    state: Wrong,
    messages: {},
    play: (room) => room.nextTick(),
  });
  expect(() => new VirtualMatch(wrong)).toThrow(/Wrong\.n is a uint8/);
  expect(new VirtualMatch(wrong, { values: 'nearest' }).state.n).toBe(255);
  useValueRule('strict');
  expect(() => new Wrong({ n: -1 })).toThrow(/Wrong\.n/);
});

test('S5.4 a value of another type is an error by both rules', () => {
  for (const rule of ['strict', 'nearest'] as const) {
    expect(() => set(rule, (holder) => void (holder.uint8 = '5' as unknown as number))).toThrow(
      'Holder.uint8 is a uint8, which holds a number, not the text "5"',
    );
    expect(() => set(rule, (holder) => void (holder.text = 5 as unknown as string))).toThrow(
      /which holds text, not the number 5/,
    );
    expect(() => set(rule, (holder) => void (holder.bigint64 = 5 as unknown as bigint))).toThrow(
      /a bigint, such as 5n/,
    );
    expect(() => set(rule, (holder) => void (holder.int8 = {} as unknown as number))).toThrow(/not a Object/);
  }
});

test('S5.4 every field can have no value: undefined and null', () => {
  const holder = set('strict', (each) => {
    each.uint8 = undefined as unknown as number;
    each.text = null as unknown as string;
    each.flag = undefined as unknown as boolean;
  });
  const seen = new Loopback(holder).join('Ann', undefined);
  expect([seen.uint8, seen.text, seen.flag]).toEqual([undefined, undefined, undefined]);
});

describe('what a field holds', () => {
  const any = fc.oneof(
    fc.double(),
    fc.float(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.constantFrom(-0, 0.1, 1 / 3, 2 ** 53, 2 ** 63, -(2 ** 63), 1e-320, 16_777_217, 123_456.789),
  );

  test.each(TYPES)('S5.5 clients have exactly what script and snapshot have: %s', (type) => {
    const property = fc.property(any, (value) => {
      const holder = set('nearest', (each) => void (each[type] = value));
      const loopback = new Loopback(holder);
      const seen = loopback.join('Ann', undefined);
      loopback.sync();
      expect(Object.is(seen[type], holder[type])).toBe(true);
      const again = holder[type];
      useValueRule('strict');
      holder[type] = again;
      expect(Object.is(holder[type], again)).toBe(true);
    });
    fc.assert(property);
  });

  test.each(BIGINTS)('S5.5 clients have exactly what script and snapshot have: %s', (type) => {
    const property = fc.property(fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }), (value) => {
      const holder = set('nearest', (each) => void (each[type] = value));
      const loopback = new Loopback(holder);
      const seen = loopback.join('Ann', undefined);
      loopback.sync();
      expect(seen[type]).toBe(holder[type]);
    });
    fc.assert(property);
  });

  test('S5.5 a float32 holds the nearest of 32 bits, and a number all of them', () => {
    const holder = set('strict', (each) => {
      each.float32 = 0.1;
      each.number = 0.1;
    });
    expect([holder.float32, holder.number]).toEqual([Math.fround(0.1), 0.1]);
  });
});

describe('copies', () => {
  const library = join(import.meta.dirname, '../../../node_modules/@colyseus/schema');

  function gameWith(state: never): unknown {
    return defineGame({ ...game, name: 'copied', state });
  }

  test('S6.1 a state made with another copy of the library is refused, and both copies are named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'copy-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    cpSync(library, join(folder, 'schema'), { recursive: true });
    const other = (await import(join(folder, 'schema/build/index.mjs'))) as typeof Library;
    const message = new RegExp(
      `copied: two copies of @colyseus/schema are installed: .*${folder}.*node_modules/@colyseus/schema.*npm ls`,
    );
    expect(() => gameWith(other.schema({ list: other.t.array('uint8') }, 'Table') as never)).toThrow(message);
    const Item = other.schema({ n: other.t.uint8() }, 'Item');
    expect(() => gameWith(schema({ items: t.array(Item as never) }, 'Table') as never)).toThrow(
      /the class Item was made/,
    );
  });

  test('S6.1 what was required is another copy than what was imported', () => {
    const other = createRequire(import.meta.url)('@colyseus/schema') as typeof Library;
    expect(() => gameWith(other.schema({ n: other.t.uint8() }, 'Table') as never)).toThrow(/index\.cjs/);
  });

  test('S6.1 a class that was not made with the library has another error than one of another copy', () => {
    expect(() => gameWith(URL as never)).toThrow(/copied: the state is a class made with schema\(\)/);
    expect(() => gameWith({} as never)).toThrow(/copied: the state is a class/);
  });

  test('S6.2 two games of a list with one name are refused, and both are named', () => {
    const other = defineGame({ ...game, title: 'Another holder' });
    expect(() => distinctGames([{ game }, { game: { ...game, name: 'x' } }, { game: other }])).toThrow(
      'two games of the list are called "holder": number 1 ("Holder") and number 3 ("Another holder")',
    );
    expect(distinctGames([{ game }])).toEqual([{ game }]);
  });
});

test('S5.5 numbers that are whole take as few bytes as ever', () => {
  const it = { offset: 0 };
  const bytes = new Uint8Array(16);
  for (const number of [5, 200, 60_000, 100_000]) encode.number(bytes, number, it);
  expect(it.offset).toBe(1 + 2 + 3 + 5);
});
