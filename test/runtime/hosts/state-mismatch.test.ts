import { Encoder, Reflection, schema, StateView, t, type Decoder } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { findMismatch } from '../../../shared/runtime/testing.ts';
import { ShadowClients, StateEncoder } from '../../../shared/runtime/host.ts';
import type { StateMismatch } from '../../../shared/runtime/index.ts';

const Card = schema({ rank: t.uint8().default(1), marks: t.array('string') }, 'Card');
const Seat = schema(
  {
    pin: t.number().default(4).view(),
    clue: t.string().default('?').view(2),
    hand: t.array(Card).view(),
    card: t.ref(Card).view(),
  },
  'Seat',
);
const Table = schema(
  { round: t.uint16().default(0), speed: t.float32().default(0.1), seats: t.map(Seat), scores: t.map('number') },
  'Table',
);
type TableState = InstanceType<typeof Table>;

/** A table with one seat, and one client that has all of it as the view sees it. */
function tableFor(view: StateView | undefined) {
  const state = new Table();
  const seat = new Seat().assign({ card: new Card() });
  seat.hand.push(new Card(), new Card().assign({ rank: 2 }));
  state.seats.set('ann', seat);
  state.scores.set('ann', 0.3);
  const encoder = new Encoder(state);
  const states = new StateEncoder(encoder);
  const decoder: Decoder<TableState> = Reflection.decode(Reflection.encode(encoder));
  const hear = () => {
    const patch = states.patches(new Set([view]))?.get(view);
    if (patch !== undefined) decoder.decode(patch);
  };
  return { state, seat, encoder, states, decoder, hear };
}

test('S1.1 a client that has all it may see has no mismatch, whatever its numbers lose on the wire', () => {
  for (const view of [undefined, new StateView()]) {
    const { state, seat, states, decoder, hear } = tableFor(view);
    decoder.decode(states.whole(view));
    view?.add(seat, 2);
    view?.add(seat.hand[1] ?? seat);
    hear();
    state.speed = 1 / 3;
    hear();
    expect(findMismatch(state, view, decoder.state)).toBeUndefined();
  }
});

test.each<[string, (state: TableState) => void, string, string, string]>([
  ['a field', (state) => void (state.round = 3), 'round', '0', '3'],
  ['an entry of a map', (state) => void state.scores.set('bob', 1), 'scores["bob"]', 'nothing', '1'],
  ['a hidden field that is shown', (state) => void (seatIn(state).pin = 5), 'seats["ann"].pin', '4', '5'],
  [
    'a list that is shorter',
    (state) => void seatIn(state).hand['items'].pop(),
    'seats["ann"].hand[1]',
    'a Card',
    'nothing',
  ],
])('S1.2 %s that a client has otherwise is named, with both values', (_, change, path, expected, decoded) => {
  const view = new StateView();
  const { state, seat, states, decoder } = tableFor(view);
  view.add(seat);
  decoder.decode(states.whole(view));
  change(decoder.state);
  expect(findMismatch(state, view, decoder.state)).toMatchObject({ path, expected, decoded });
});

test('S1.2 what a client has and may not see is named', () => {
  const view = new StateView();
  const { state, seat, states, decoder } = tableFor(view);
  view.add(seat);
  decoder.decode(states.whole(view));
  expect(findMismatch(state, undefined, decoder.state)).toMatchObject({
    path: 'seats["ann"].pin',
    expected: 'nothing (it is hidden)',
    decoded: '4',
  });
});

test('S1.2 shadow clients tell the tick, whose client it is, the field, and what to write instead', () => {
  const { state, encoder, states, hear } = tableFor(undefined);
  const found: StateMismatch[] = [];
  const shadows = new ShadowClients({
    state,
    handshake: () => Reflection.encode(encoder),
    tick: () => 7,
    nameOf: () => 'seat 2',
    mismatched: (error) => void found.push(error),
  });
  shadows.whole(undefined, states.whole(undefined));
  expect(found).toEqual([]);
  state.round = 9;
  hear();
  shadows.patch(undefined, new Uint8Array());
  expect(found).toMatchObject([{ name: 'StateMismatch', tick: 7, path: 'round' }]);
  expect(found[0]?.message).toBe(
    'tick 7: round is 9, and seat 2, a client that has been there, has 0: ' +
      'set a number that the type uint16 holds, or declare a wider type such as t.number()',
  );
});

function seatIn(state: TableState): InstanceType<typeof Seat> {
  const seat = state.seats.get('ann');
  if (seat === undefined) throw new Error('there is no seat');
  return seat;
}
