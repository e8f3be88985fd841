/** A state in which things are hidden in every way, random programs that show, hide, replace, move and share them. */
import {
  schema,
  t,
  type ArraySchema,
  type CollectionSchema,
  type MapSchema,
  type Ref,
  type SchemaType,
  type SetSchema,
  type StateView,
} from '@colyseus/schema';
import fc from 'fast-check';
import { treeOf } from '../../../shared/runtime/state/fields.ts';

const Gem = schema({ carat: t.uint8().default(0), flaw: t.string().view(), price: t.number().view(2) }, 'Gem');
type Gem = SchemaType<typeof Gem>;

const Card = schema(
  {
    rank: t.uint8().default(0),
    note: t.string().view(),
    mark: t.int16().view(2),
    gem: t.ref(Gem).optional(),
    own: t.ref(Gem).view(),
    pawn: t.ref(Gem).view(2),
    gems: t.array(Gem),
    kept: t.array(Gem).view(),
    runes: t.array('uint8').view(4),
  },
  'Card',
);
type Card = SchemaType<typeof Card>;

const Place = schema(
  {
    pin: t.uint16().default(1).view(),
    code: t.uint16().default(2).view(2),
    open: t.map(Card),
    drawer: t.map(Card).view(),
    safe: t.map(Card).view(2),
    hand: t.array(Card).view(),
    board: t.array(Card).view(6),
    bag: t.set(Card).view(),
    sack: t.collection(Card).view(),
    words: t.map('string').view(),
    dice: t.array('uint8').view(),
    top: t.ref(Card).view(),
    star: t.ref(Card).view(2),
    shown: t.ref(Card).optional(),
  },
  'Place',
);
type Place = SchemaType<typeof Place>;

export const HiddenState = schema({ round: t.uint8().default(0), places: t.array(Place) }, 'Sights');
export type HiddenState = SchemaType<typeof HiddenState>;

export function newHiddenState(): HiddenState {
  const state = new HiddenState();
  state.places.push(new Place(), new Place());
  return state;
}

/** One change: which, and numbers that choose where, what and how. */
export interface VisibilityChange {
  readonly what: keyof typeof CHANGES;
  readonly at: readonly [number, number, number];
}

interface Scene {
  readonly state: HiddenState;
  readonly views: readonly StateView[];
  readonly at: readonly [number, number, number];
}

const KEYS = ['x', 'y'];
const TAGS = [undefined, undefined, 2, 4, 6];
const KEYED = ['open', 'drawer', 'safe'] as const;
const LISTS = ['hand', 'board'] as const;
const FIELDS = ['top', 'star', 'shown'] as const;

function cardsOf(state: HiddenState): Card[] {
  const found = new Set<Card>();
  for (const place of state.places) {
    for (const held of [...KEYED, ...LISTS, 'bag', 'sack'] as const) {
      for (const card of place[held].values()) found.add(card);
    }
    for (const field of FIELDS) if (place[field] !== undefined) found.add(place[field]);
  }
  return [...found];
}

function refsOf(state: HiddenState): Ref[] {
  const cards = cardsOf(state);
  const collections = [...state.places].flatMap((place) =>
    ([...KEYED, ...LISTS, 'bag', 'sack', 'words', 'dice'] as const).map((name): Ref => place[name]),
  );
  const gems = cards.flatMap(({ gem, own, pawn, gems: all, kept }) => [gem, own, pawn, ...all, ...kept]);
  return [...cards, ...cards, ...gems.filter((gem) => gem !== undefined), ...state.places, ...collections, state];
}

function pick<T>(from: readonly T[], at: number): T | undefined {
  return from[at % from.length];
}

function newCard(number: number): Card {
  const card = new Card().assign({ rank: number % 100 });
  if (number % 2 === 0) card.note = `note ${number}`;
  if (number % 3 === 0) card.mark = number;
  if (number % 4 === 0) card.gem = newGem(number);
  if (number % 5 === 0) card.own = newGem(number);
  if (number % 7 === 0) card.kept.push(newGem(number));
  return card;
}

function newGem(number: number): Gem {
  return new Gem().assign({ carat: number % 9, flaw: `flaw ${number}`, price: number });
}

/** A card to put somewhere: a new one, or one that is somewhere else already, and is shared then. */
function cardFor({ state, at: [, second, number] }: Scene, holder: Ref): Card {
  const old = number % 3 === 0 ? pick(cardsOf(state), second) : undefined;
  return old === undefined || isIn(old, holder) ? newCard(number) : old;
}

function stir(gems: ArraySchema<Gem>, number: number): void {
  if (number % 3 === 0) gems.pop();
  else if (number % 3 === 1) gems.shift();
  else gems.push(newGem(number));
}

function isIn(card: Card, holder: Ref): boolean {
  return treeOf(card)
    .getAllParents()
    .some(({ ref }) => treeOf(ref) === treeOf(holder));
}

function placeOf({ state, at: [first] }: Scene): Place {
  const place = pick([...state.places], first);
  if (place === undefined) throw new Error('there is no place');
  return place;
}

function mapOf(scene: Scene): MapSchema<Card> {
  return placeOf(scene)[KEYED[scene.at[0] % KEYED.length] ?? 'open'];
}

function listOf(scene: Scene): ArraySchema<Card> {
  return placeOf(scene)[LISTS[scene.at[1] % LISTS.length] ?? 'hand'];
}

function bagOf(scene: Scene): SetSchema<Card> | CollectionSchema<Card> {
  return scene.at[1] % 2 === 0 ? placeOf(scene).bag : placeOf(scene).sack;
}

function cardIn({ state, at: [first] }: Scene): Card | undefined {
  return pick(cardsOf(state), first);
}

const CHANGES = {
  round: ({ state, at }) => void (state.round = at[2] % 256),
  pin: (scene) => void (placeOf(scene).pin = scene.at[2]),
  code: (scene) => void (placeOf(scene).code = scene.at[2]),
  put: (scene) => {
    const map = mapOf(scene);
    map.set(KEYS[scene.at[1] % 2] ?? 'x', cardFor(scene, map));
  },
  take: (scene) => void mapOf(scene).delete(KEYS[scene.at[1] % 2] ?? 'x'),
  exchange: (scene) => {
    const map = mapOf(scene);
    map.delete(KEYS[scene.at[1] % 2] ?? 'x');
    map.set(KEYS[scene.at[1] % 2] ?? 'x', newCard(scene.at[2]));
  },
  wipe: (scene) => mapOf(scene).clear(),
  push: (scene) => void listOf(scene).push(cardFor(scene, listOf(scene))),
  pop: (scene) => void listOf(scene).pop(),
  insert: (scene) => void listOf(scene).unshift(newCard(scene.at[2])),
  cut: (scene) => void listOf(scene).splice(scene.at[2] % 3, 1),
  turn: (scene) =>
    void (listOf(scene).some((card) => treeOf(card).extraParents !== undefined) || listOf(scene).reverse()),
  empty: (scene) => listOf(scene).clear(),
  bag: (scene) => void bagOf(scene).add(newCard(scene.at[2])),
  unbag: (scene) => {
    const card = pick([...bagOf(scene).values()], scene.at[2]);
    if (card !== undefined) bagOf(scene).delete(card);
  },
  say: (scene) => void placeOf(scene).words.set(KEYS[scene.at[1] % 2] ?? 'x', `${scene.at[2]}`),
  unsay: (scene) => void placeOf(scene).words.delete(KEYS[scene.at[1] % 2] ?? 'x'),
  roll: (scene) => void placeOf(scene).dice.push(scene.at[2] % 6),
  unroll: (scene) => void placeOf(scene).dice.pop(),
  crown: (scene) => {
    const place = placeOf(scene);
    place[FIELDS[scene.at[1] % 3] ?? 'top'] = cardFor(scene, place);
  },
  uncrown: (scene) => void Reflect.set(placeOf(scene), FIELDS[scene.at[1] % 3] ?? 'top', undefined),
  deal: (scene) => {
    const card = newCard(scene.at[2]);
    placeOf(scene).hand.push(card);
    pick(scene.views, scene.at[1])?.add(card);
  },
  rank: (scene) => void Object.assign(cardIn(scene) ?? {}, { rank: scene.at[2] % 256 }),
  note: (scene) => void Object.assign(cardIn(scene) ?? {}, { note: `note ${scene.at[2]}` }),
  mark: (scene) => void Object.assign(cardIn(scene) ?? {}, { mark: scene.at[2] }),
  forget: (scene) => void Object.assign(cardIn(scene) ?? {}, { note: undefined, mark: undefined }),
  gem: (scene) => void Object.assign(cardIn(scene) ?? {}, { gem: newGem(scene.at[2]) }),
  own: (scene) => void Object.assign(cardIn(scene) ?? {}, { own: newGem(scene.at[2]) }),
  pawn: (scene) => void Object.assign(cardIn(scene) ?? {}, { pawn: newGem(scene.at[2]) }),
  lose: (scene) => void Object.assign(cardIn(scene) ?? {}, { gem: undefined, own: undefined }),
  strew: (scene) => void cardIn(scene)?.gems.push(newGem(scene.at[2])),
  glean: (scene) => void cardIn(scene)?.gems.pop(),
  conceal: (scene) => {
    const place = placeOf(scene);
    const card = place.shown;
    place.shown = undefined;
    if (card === undefined || isIn(card, place.drawer)) return;
    place.drawer.set('x', card);
    stir(card.gems, scene.at[2]);
    pick(scene.views, scene.at[1])?.add(card);
  },
  reveal: (scene) => {
    const place = placeOf(scene);
    const card = place.drawer.get('x');
    if (card === undefined || isIn(card, place)) return;
    place.drawer.delete('x');
    place.shown = card;
    stir(card.gems, scene.at[2]);
  },
  keep: (scene) => void cardIn(scene)?.kept.push(newGem(scene.at[2])),
  rune: (scene) => void cardIn(scene)?.runes.push(scene.at[2] % 100),
  add: ({ state, views, at }) => see(views, at, (view, tag) => void view.add(pick(refsOf(state), at[0]) ?? state, tag)),
  remove: ({ state, views, at }) =>
    see(views, at, (view, tag) => void view.remove(pick(refsOf(state), at[0]) ?? state, tag)),
  follow: (scene) =>
    see(
      scene.views,
      scene.at,
      (view) => void view.subscribe(pick<Ref>([mapOf(scene), listOf(scene)], scene.at[2]) ?? mapOf(scene)),
    ),
  unfollow: (scene) =>
    see(
      scene.views,
      scene.at,
      (view) => void view.unsubscribe(pick<Ref>([mapOf(scene), listOf(scene)], scene.at[2]) ?? mapOf(scene)),
    ),
} satisfies Record<string, (scene: Scene) => void>;

function see(
  views: readonly StateView[],
  [, second, third]: readonly [number, number, number],
  change: (view: StateView, tag: number | undefined) => void,
): void {
  const view = pick(views, second);
  if (view !== undefined) change(view, pick(TAGS, third));
}

export function applyVisibilityChange(
  state: HiddenState,
  views: readonly StateView[],
  { what, at }: VisibilityChange,
): void {
  CHANGES[what]({ state, views, at });
}

/** Ticks, each with its changes. Half of them show or hide something. */
export function visibilityPrograms(without: ReadonlySet<string> = new Set()): fc.Arbitrary<VisibilityChange[][]> {
  const names = (Object.keys(CHANGES) as (keyof typeof CHANGES)[]).filter((name) => !without.has(name));
  const what = fc.oneof(
    fc.constantFrom(...names),
    fc.constantFrom('add', 'add', 'remove', 'put', 'push', 'deal', 'conceal', 'reveal', 'strew', 'glean'),
  );
  const change = fc.record({ what, at: fc.tuple(fc.nat(60), fc.nat(60), fc.nat(1_000)) });
  return fc.array(fc.array(change, { maxLength: 7 }), { minLength: 1, maxLength: 8 });
}
