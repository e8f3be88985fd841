/** What the repair of collections and the guards rely on inside @colyseus/schema: a version that differs fails here. */
import {
  $changes,
  ArraySchema,
  Encoder,
  getEncodeDescriptor,
  MapSchema,
  OPERATION,
  schema,
  SetSchema,
  t,
} from '@colyseus/schema';
import { expect, test } from 'vitest';
import { treeOf } from '../../../shared/runtime/state/fields.ts';
import { arrayHandler } from '../../../shared/runtime/state/array-handler.ts';

const Item = schema({ n: t.number().default(0) }, 'LibraryItem');
const State = schema({ list: t.array(Item), names: t.map('string'), words: t.set('string') }, 'LibraryState');

function opened() {
  const state = new State();
  const encoder = new Encoder(state);
  encoder.discardChanges();
  return { state, encoder };
}

test('all arrays share one handler, which sets their places', () => {
  const handler = arrayHandler();
  expect(handler).toBe(arrayHandler());
  const { set } = handler;
  const places: unknown[] = [];
  handler.set = (array, key, value, receiver) => {
    places.push(key);
    return set?.(array, key, value, receiver) ?? false;
  };
  try {
    const list = new ArraySchema(1);
    list[0] = 2;
    expect([list[0], places]).toEqual([2, ['0']]);
  } finally {
    handler.set = set;
  }
});

test('an array keeps what it holds, what it held at the start of the tick with what has come since, and what of that was deleted', () => {
  const { state, encoder } = opened();
  state.list.push(new Item(), new Item());
  encoder.discardChanges();
  const raw: ArraySchema = treeOf(state.list).refTarget;
  const [first, second] = state.list;
  state.list.shift();
  expect([raw['items'], raw['tmpItems'], raw['deletedIndexes']]).toEqual([[second], [first, second], [true]]);
  encoder.discardChanges();
  expect([raw['tmpItems'], raw['deletedIndexes']]).toEqual([[second], []]);
});

test('changes are operations on places, in the order of a list of what has changed', () => {
  const { state, encoder } = opened();
  state.list.push(new Item());
  const tree = encoder.root.changes.next?.changeTree;
  expect(tree).toBe(state.list[$changes]);
  const told: unknown[] = [];
  tree?.forEach((index, operation) => told.push([index, operation]));
  expect(told).toEqual([[0, OPERATION.ADD]]);
  expect(tree?.isNew).toBe(false);
  tree?.reset();
  tree?.recordPure(OPERATION.CLEAR);
  tree?.recordRaw(0, OPERATION.ADD);
  told.length = 0;
  tree?.forEach((index, operation) => told.push([index, operation]));
  expect(told).toEqual([
    [-OPERATION.CLEAR, OPERATION.CLEAR],
    [0, OPERATION.ADD],
  ]);
});

test('a map knows its keys by their numbers, and a set its items', () => {
  const map = new MapSchema({ a: 1, b: 2 });
  expect([map['journal'].indexOf('b'), map['journal'].keyOf(1)]).toEqual([1, 'b']);
  expect([...new SetSchema(['x'])['$items']]).toEqual([[0, 'x']]);
});

test('a class has one encoder for each field, which may be another', () => {
  const { encoders, types } = getEncodeDescriptor(Item.prototype);
  expect(types).toEqual(['number']);
  expect(encoders).toHaveLength(1);
  expect(getEncodeDescriptor(new Item()).encoders).toBe(encoders);
});
