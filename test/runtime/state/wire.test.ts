import { ArraySchema, schema, t, type StateView } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { defineGame, type Room } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { MatchView } from '../../../shared/runtime/state/match-view.ts';
import { StateClients } from './state-clients.ts';

const Card = schema({ rank: t.uint8().default(0), note: t.string().view(2) }, 'Card');
const Hand = schema(
  {
    pin: t.uint16().default(7).view(),
    clue: t.string().default('?').view(2),
    cards: t.array(Card).view(),
    shelf: t.map(Card).view(),
    top: t.ref(Card).view(),
  },
  'Hand',
);
const Table = schema(
  { round: t.uint8().default(0), hands: t.array(Hand), text: t.array('string'), lines: t.array('string') },
  'Table',
);
type TableState = InstanceType<typeof Table>;

const card = (rank: number): InstanceType<typeof Card> => new Card().assign({ rank, note: `note ${rank}` });

/** A table with one hand, a client with the view, and what is done tick by tick. */
function tableFor(view: StateView = new MatchView()) {
  const state = new Table();
  const hand = new Hand();
  state.hands.push(hand);
  const audience = new StateClients<TableState>(state, [view]);
  audience.patch();
  return {
    state,
    hand,
    view,
    audience,
    /** What the client that has been there sees of the hand, and one that comes now. */
    after(...changes: (() => void)[]) {
      for (const change of changes) {
        change();
        audience.patch();
      }
      audience.join(view);
      expect(audience.problems).toEqual([]);
      return audience.states.map(({ hands }) => hands[0]);
    },
  };
}

test('S2.2 a key of a hidden map that is used again for what is not shown shows nothing', () => {
  const { hand, view, after } = tableFor();
  const seen = after(
    () => {
      hand.shelf.set('left', card(1));
      view.add(hand.shelf.get('left') ?? hand);
    },
    () => void hand.shelf.set('left', card(2)),
  );
  expect(seen.map((own) => own?.shelf.size)).toEqual([0, 0]);
});

test('S2.2 what takes the place of a hidden instance is not there until it is added', () => {
  const { hand, view, after } = tableFor();
  hand.top = card(1);
  const seen = after(
    () => view.add(hand.top ?? hand),
    () => void (hand.top = card(2)),
  );
  expect(seen.map((own) => own?.top)).toEqual([undefined, undefined]);
  const later = after(() => view.add(hand.top ?? hand));
  expect(later.map((own) => own?.top?.rank)).toEqual([2, 2, 2]);
});

test('S2.3 taking out what was never added changes nothing', () => {
  const { hand, view, after } = tableFor();
  hand.cards.push(card(1), card(2));
  const seen = after(
    () => view.add(hand.cards[0] ?? hand),
    () => view.remove(hand.cards[1] ?? hand),
  );
  expect(seen.map((own) => own?.cards.map(({ rank }) => rank))).toEqual([[1], [1]]);
});

test('S2.3 taking away a tag takes only what was seen by it', () => {
  const { hand, view, after } = tableFor();
  const seen = after(
    () => view.add(hand),
    () => view.add(hand, 2),
  );
  expect(seen.map((own) => [own?.pin, own?.clue])).toEqual([
    [7, '?'],
    [7, '?'],
  ]);
  const later = after(() => view.remove(hand, 2));
  expect(later.map((own) => [own?.pin, own?.clue])).toEqual(Array.from({ length: 3 }, () => [7, undefined]));
  const last = after(() => view.remove(hand));
  expect(last.map((own) => own?.pin)).toEqual(Array.from({ length: 4 }, () => undefined));
});

test('S2.3 what was added only with a tag goes with it', () => {
  const { hand, view, after } = tableFor();
  const seen = after(
    () => view.add(hand, 2),
    () => view.remove(hand, 2),
  );
  expect(seen.map((own) => [own?.pin, own?.clue])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
});

test('S2.4 what only holds something that was added keeps its own hidden values', () => {
  const { hand, view, after } = tableFor();
  hand.cards.push(card(1), card(2));
  const seen = after(
    () => view.add(hand.cards[1] ?? hand),
    () => void (hand.pin = 8),
  );
  expect(seen.map((own) => [own?.pin, own?.cards.map(({ rank }) => rank)])).toEqual([
    [undefined, [2]],
    [undefined, [2]],
  ]);
});

test('S2.5 lists that are seen in part have the order of the state, in whatever order they were revealed', () => {
  const { hand, view, after } = tableFor();
  hand.cards.push(card(1), card(2), card(3));
  const seen = after(
    () => view.add(hand.cards[2] ?? hand),
    () => view.add(hand.cards[0] ?? hand),
    () => void hand.cards.reverse(),
    () => void hand.cards.unshift(card(4)),
    () => view.add(hand.cards[0] ?? hand),
  );
  expect(seen.map((own) => own?.cards.map(({ rank }) => rank))).toEqual([
    [4, 3, 1],
    [4, 3, 1],
  ]);
});

test('S2.6 a view is given instances and collections of the state, and nothing else', () => {
  const { view } = tableFor();
  const nothing = [][0] as unknown as InstanceType<typeof Card>;
  for (const verb of ['add', 'remove', 'subscribe', 'unsubscribe'] as const) {
    expect(() => view[verb](nothing)).toThrow(`view.${verb}() takes an instance or a collection of the state`);
  }
});

test('S2.7 following a collection that is seen already shows what is in it, though nothing else changes', () => {
  const { hand, view, after } = tableFor();
  hand.cards.push(card(1), card(2));
  const seen = after(
    () => view.add(hand.cards[0] ?? hand),
    () => view.subscribe(hand.cards),
  );
  expect(seen.map((own) => own?.cards.map(({ rank }) => rank))).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

test('S1.3 a collection that two fields hold is found out', () => {
  const { state, audience } = tableFor();
  state.text.push('a');
  state.lines = state.text;
  audience.patch();
  expect(audience.problems).toHaveLength(1);
});

test.each([16_000, 200_000, 5_000_000])(
  'S3.1 old and new clients have all of a state of %i bytes, hidden and not',
  (size) => {
    const { state, hand, view, audience } = tableFor();
    const word = 'x'.repeat(1_000);
    state.text = new ArraySchema(...Array.from({ length: Math.ceil(size / 2_000) }, (__, at) => `${at} ${word}`));
    for (let at = 0; at < size / 2_000; at++) hand.cards.push(new Card().assign({ rank: at % 256, note: word }));
    view.add(hand, 2);
    audience.patch();
    audience.join(view);
    hand.top = card(3);
    for (const each of hand.cards) each.note = `${word}!`;
    audience.patch();
    expect(audience.problems).toEqual([]);
    const [early, late] = audience.states;
    expect([early, late].map((seen) => [seen?.text.length, seen?.hands[0]?.cards.at(-1)?.note?.length])).toEqual([
      [Math.ceil(size / 2_000), 1_001],
      [Math.ceil(size / 2_000), 1_001],
    ]);
  },
);

const spec = { state: Table, messages: {} };

test('S1.1 a match in virtual time fails where a client would decode something else', async () => {
  const game = defineGame({
    name: 'twice',
    title: 'Twice',
    seats: { min: 1, max: 1 },
    tickRate: 20,
    ...spec,
    async play(room: Room<typeof spec>) {
      await room.sleep(100);
      room.state.lines = room.state.text;
      await room.sleep(100);
    },
  });
  const match = new VirtualMatch(game);
  await expect(match.advance(1_000)).rejects.toMatchObject({ name: 'StateMismatch' });
});
