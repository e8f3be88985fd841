import { SchemaSerializer } from '@colyseus/core';
import { Reflection, schema, StateView, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { RoomSerializer } from '../../../../server/colyseus/room/serializer.ts';

const Hand = schema({ card: t.uint8().default(7).view() }, 'Hand');
const Table = schema({ hands: t.array(Hand), round: t.uint8().default(0) }, 'Table');
type TableState = InstanceType<typeof Table>;

/** A serializer with ears that all see through the given views, each with what it has decoded. */
function houseOf(...views: (StateView | undefined)[]) {
  const state = new Table();
  state.hands.push(new Hand());
  const inner = new SchemaSerializer<TableState>();
  inner.reset(state);
  const serializer = new RoomSerializer(inner);
  const heard = views.map((view) => {
    const decoder = Reflection.decode<TableState>(serializer.handshake());
    serializer.addListener({ view, onPatch: (patch, offset) => void decoder.decode(patch, { offset }) });
    return decoder.state;
  });
  serializer.applyPatches([], state);
  return { state, heard, patch: () => serializer.applyPatches([], state) };
}

test.each([
  ['has changed', 1],
  ['has not changed', 0],
])('all who share a view see what was added to it, in a tick in which the state %s', (_, rounds) => {
  const [shared, own] = [new StateView(), new StateView()];
  const { state, heard, patch } = houseOf(shared, shared, own, undefined, shared);
  const [hand] = state.hands;
  if (hand === undefined) throw new Error('there is no hand');
  shared.add(hand);
  state.round += rounds;
  patch();
  expect(heard.map(({ hands }) => hands[0]?.card)).toEqual([7, 7, undefined, undefined, 7]);
  expect(shared.changes.size).toBe(0);
});

const Bird = schema({ height: t.uint8().default(3) }, 'Bird');
const Branch = schema({ bird: t.ref(Bird).view() }, 'Branch');
const Tree = schema({ branches: t.array(Branch) }, 'Tree');
type TreeState = InstanceType<typeof Tree>;

test('a client that returns sees no more of what has gone out of its sight while it was away', () => {
  const state = new Tree();
  state.branches.push(new Branch().assign({ bird: new Bird() }), new Branch().assign({ bird: new Bird() }));
  const inner = new SchemaSerializer<TreeState>();
  inner.reset(state);
  const serializer = new RoomSerializer(inner);
  const [view, birds] = [new StateView(), state.branches.map(({ bird }) => bird)];
  for (const bird of birds) if (bird !== undefined) view.add(bird);
  const decoder = Reflection.decode<TreeState>(serializer.handshake());
  const before = { view, onPatch: (patch: Uint8Array, offset: number) => void decoder.decode(patch, { offset }) };
  serializer.addListener(before);
  serializer.applyPatches([], state);
  expect(decoder.state.branches.map(({ bird }) => bird?.height)).toEqual([3, 3]);

  serializer.removeListener(before);
  if (birds[0] !== undefined) view.remove(birds[0]);
  serializer.applyPatches([], state);
  view.changes.clear();
  serializer.addListener({ view, onPatch: (patch, offset) => void decoder.decodeResync(patch, { offset }) });

  expect(decoder.state.branches.map(({ bird }) => bird?.height)).toEqual([undefined, 3]);
});
