/** Lists, maps, sets and collections arrive as they are, whatever a script does with them in a tick. */
import { ArraySchema, MapSchema, schema, t, type SchemaType, type SetSchema } from '@colyseus/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BadValue, defineGame, type Room } from '../../../shared/runtime/index.ts';
import { Loopback, VirtualMatch } from '../../../shared/runtime/testing.ts';
import { longPrograms, shortPrograms, wrongAfter } from './collection-programs.ts';
import { COLLECTION_STEPS, MAP_STEPS, SET_STEPS } from './keyed-steps.ts';
import { CARD_STEPS, DICE_STEPS, HAND_STEPS, NUMBER_STEPS, WORD_STEPS } from './list-steps.ts';
import type { Steps } from './collection-fixture.ts';

const KINDS: readonly (readonly [what: string, steps: Steps])[] = [
  ['numbers in a list', NUMBER_STEPS],
  ['text in a list', WORD_STEPS],
  ['numbers in a list that a view sees', DICE_STEPS],
  ['instances in a list', CARD_STEPS],
  ['instances in a list that a view sees', HAND_STEPS],
  ['maps', MAP_STEPS],
  ['sets', SET_STEPS],
  ['collections', COLLECTION_STEPS],
];

describe.each(KINDS)('%s', (_what, steps) => {
  test('S4.1 every change and every two changes, in one tick and in two, arrive at clients old and new', () => {
    const wrong = [];
    for (const program of shortPrograms(steps, [2])) {
      const found = wrongAfter(steps, program);
      if (found !== undefined) wrong.push([program.steps, found]);
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  test('S4.1 longer programs arrive as well', () => {
    const property = fc.property(longPrograms(steps), (program) => {
      expect(wrongAfter(steps, program)).toBeUndefined();
    });
    fc.assert(property, { numRuns: 100 });
  });
});

const Item = schema({ n: t.uint8().default(0) }, 'Item');
type Item = SchemaType<typeof Item>;
const Board = schema(
  { list: t.array('uint8'), items: t.array(Item), names: t.map('string'), gems: t.set(Item) },
  'Board',
);
type Board = SchemaType<typeof Board>;

function game(play: (state: Board, room: Room) => void) {
  return defineGame({
    name: 'board',
    title: 'Board',
    seats: { min: 1, max: 2 },
    tickRate: 10,
    state: Board,
    messages: {},
    async play(room) {
      await room.nextTick();
      play(room.state, room);
      await room.sleep(1000);
    },
  });
}

/** What a script does that must not be possible. Gives the error that it gets where it does so. */
async function errorOf(play: (state: Board) => void): Promise<unknown> {
  let caught: unknown;
  let before = '';
  const match = new VirtualMatch(
    game((state) => {
      state.list.push(1, 2);
      state.items.push(new Item());
      state.names.set('a', 'Ann');
      before = JSON.stringify(state);
      try {
        play(state);
      } catch (error) {
        caught = error;
      }
    }),
  );
  await match.join('Ann');
  await match.tick(2);
  expect(match.ended).toBeUndefined();
  expect(JSON.stringify(match.state)).toBe(before);
  return caught;
}

test('S4.2 a list that is sent whole keeps the instances that its clients have', () => {
  const state = new Board();
  const loopback = new Loopback(state);
  state.items.push(new Item(), new Item());
  const seen = loopback.join('Ann', undefined);
  loopback.sync();
  const [first, second] = seen.items;
  state.items.unshift(state.items.pop() as Item);
  (state.items[0] as Item).n = 7;
  loopback.sync();
  expect([...seen.items]).toEqual([second, first]);
  expect(seen.items[0]?.n).toBe(7);
});

test('S4.2 a list to which something is added at its end is sent by what was added', () => {
  const state = new Board();
  const loopback = new Loopback(state);
  state.list.push(...Array.from({ length: 200 }, (_, at) => at));
  const patches: number[] = [];
  loopback.join('Ann', undefined, (bytes) => patches.push(bytes.length));
  loopback.sync();
  state.list.push(5);
  loopback.sync();
  state.list.shift();
  loopback.sync();
  state.list[3] = 9;
  loopback.sync();
  expect(patches[0]).toBeGreaterThan(200);
  expect(patches.slice(1).every((length) => length < 10)).toBe(true);
});

test.each<readonly [string, (state: Board) => void, RegExp]>([
  [
    'an item that is undefined',
    ({ list }) => void list.push(undefined as unknown as number),
    /Board\.list cannot be undefined/,
  ],
  ['an item after it', ({ list }) => void list.push(3, null as unknown as number, 4), /Board\.list cannot be null/],
  ['an item set to undefined', ({ list }) => void (list[0] = undefined as unknown as number), /write splice\(0, 1\)/],
  ['a deleted place', ({ list }) => void delete list[0], /write splice\(0, 1\)/],
  ['a place beyond the end', ({ list }) => void (list[5] = 1), /cannot be set at 5: there are 2/],
  ['a place before the start', ({ list }) => void (list[-1] = 1), /cannot be set at -1/],
  ['a longer length', ({ list }) => void (list.length = 9), /push\(\)/],
  [
    'text among numbers',
    ({ list }) => void list.unshift('7' as unknown as number),
    /uint8, which holds a number, not the text "7"/,
  ],
  ['a number that the type does not hold', ({ list }) => void list.splice(1, 1, 300), /0 to 255, not 300/],
  [
    'a plain object for an instance',
    ({ items }) => void items.unshift({ n: 1 } as Item),
    /an item of Board\.items is of the class Item, not object/,
  ],
  [
    'another class in a set',
    ({ gems }) => void gems.add(new Board() as unknown as Item),
    /is of the class Item, not a Board/,
  ],
  ['undefined in a map', ({ names }) => void names.set('b', undefined as unknown as string), /cannot be undefined/],
  ['a list for a set', (state) => void (state.gems = [] as unknown as SetSchema<Item>), /write new SetSchema/],
  ['other numbers in a new list', (state) => void (state.list = new ArraySchema(1, 256)), /Board\.list is a uint8/],
  [
    'other text in a new map',
    (state) => void (state.names = new MapSchema({ a: 1 as unknown as string })),
    /Board\.names is a string/,
  ],
])('S4.3 %s is an error where it is written, and changes nothing', async (_what, play, message) => {
  const error = await errorOf(play);
  expect(error).toBeInstanceOf(BadValue);
  expect(String(error)).toMatch(message);
});
