/** A state with everything that a state can hold, random programs that change it, and clients that decode it. */
import {
  ArraySchema,
  Encoder,
  Reflection,
  Schema,
  schema,
  t,
  type,
  type Decoder,
  type MapSchema,
  type Ref,
  type SchemaType,
  type StateView,
} from '@colyseus/schema';
import fc from 'fast-check';
import { treeOf } from '../../../shared/runtime/state/fields.ts';

export const Item = schema(
  {
    n: t.number().default(0),
    name: t.string().optional(),
    secret: t.int32().view(),
    extra: t.string().view(2),
  },
  'Item',
);
export type Item = SchemaType<typeof Item>;

export const Jewel = Item.extend({ carat: t.float64(), cut: t.array('string') }, 'Jewel');
export type Jewel = SchemaType<typeof Jewel>;

export const Box = schema(
  {
    items: t.array(Item),
    hand: t.array(Item).view(),
    dice: t.array('uint8').view(),
    shelf: t.map(Item),
    safe: t.map(Item).view(2),
    scores: t.map('number'),
    words: t.set('string'),
    gems: t.set(Item),
    rolls: t.collection('uint8'),
    bag: t.collection(Item),
    best: t.ref(Item).optional(),
    own: t.ref(Item).view().optional(),
  },
  'Box',
);
export type Box = SchemaType<typeof Box>;

export const World = schema(
  {
    round: t.uint16().default(0),
    angle: t.quantized({ min: -1, max: 1 }),
    big: t.bigint64(),
    flag: t.boolean().default(false),
    boxes: t.map(Box),
    loose: t.array(Item),
    top: t.ref(Item).optional(),
  },
  'World',
);
export type World = SchemaType<typeof World>;

/** May refer to itself, directly or by way of others. */
export class Knot extends Schema {
  declare other: Knot;
}
type(Knot)(Knot.prototype, 'other');

export function newWorld(): World {
  const world = new World();
  for (const key of OWNERS) world.boxes.set(key, new Box());
  return world;
}

/** One change: what, and three numbers that choose where and which. */
export interface WorldChange {
  readonly what: keyof typeof CHANGES;
  readonly at: readonly [number, number, number];
}

type Pick = <T>(from: readonly T[]) => T | undefined;

interface Scene {
  readonly world: World;
  readonly views: readonly StateView[];
  /** Chooses by the first number. */
  readonly pick: Pick;
  /** Chooses by the second. */
  readonly other: Pick;
  readonly number: number;
}

/** The boxes that belong to the views, in their order. */
export const OWNERS = ['a', 'b'];
const KEYS = ['x', 'y', 'z'];
const WORDS = ['to', 'be', 'or', 'not'];

export function itemsOf(world: World): Item[] {
  const found = new Set<Item>(world.loose);
  if (world.top !== undefined) found.add(world.top);
  for (const box of world.boxes.values()) {
    for (const held of [box.items, box.hand, box.shelf, box.safe, box.gems, box.bag]) {
      for (const item of held.values()) found.add(item);
    }
    for (const item of [box.best, box.own]) if (item !== undefined) found.add(item);
  }
  return [...found];
}

const boxesOf = (world: World): Box[] => [...world.boxes.values()];
const listsOf = (world: World): ArraySchema<Item>[] => [
  world.loose,
  ...boxesOf(world).flatMap((box) => [box.items, box.hand]),
];
const mapsOf = (world: World): MapSchema<Item>[] => boxesOf(world).flatMap((box) => [box.shelf, box.safe]);

function newItem(number: number): Item {
  const item = number % 3 === 0 ? new Jewel() : new Item();
  item.n = number;
  if (number % 2 === 0) item.secret = number;
  if (number % 5 === 0) item.extra = `extra ${number}`;
  if (item instanceof Jewel) {
    item.carat = number / 7;
    item.cut.push('round');
  }
  return item;
}

/** Instances that come back to one of several holders they have had are not told by the library from those that leave it. */
function isIn(item: Item, holder: Ref): boolean {
  return treeOf(item)
    .getAllParents()
    .some(({ ref }) => treeOf(ref) === treeOf(holder));
}

function isShared(item: Item): boolean {
  return treeOf(item).extraParents !== undefined;
}

/** What can be done to a world, by name. */
const CHANGES = {
  round: ({ world, number }) => void (world.round = number),
  angle: ({ world, number }) => void (world.angle = (number % 200) / 100 - 1),
  big: ({ world, number }) => void (world.big = BigInt(number) * 10_000_000_000_000n),
  flag: ({ world, number }) => void (world.flag = number % 2 === 0),
  n: ({ world, pick, number }) => edit(pick(itemsOf(world)), (item) => void (item.n = number / 3)),
  name: ({ world, pick, number }) => edit(pick(itemsOf(world)), (item) => void (item.name = `name ${number}`)),
  secret: ({ world, pick, number }) => edit(pick(itemsOf(world)), (item) => void (item.secret = number)),
  extra: ({ world, pick, number }) => edit(pick(itemsOf(world)), (item) => void (item.extra = `${number}`)),
  dice: ({ world, pick, number }) => edit(pick(boxesOf(world)), ({ dice }) => void dice.push(number % 6)),
  reroll: ({ world, pick, number }) =>
    edit(pick(boxesOf(world)), (box) => void (box.dice = new ArraySchema(number % 6, 1))),
  push: ({ world, pick, number }) => edit(pick(listsOf(world)), (list) => void list.push(newItem(number))),
  pop: ({ world, pick }) => edit(pick(listsOf(world)), (list) => void list.pop()),
  splice: ({ world, pick, number }) => edit(pick(listsOf(world)), (list) => void list.splice(number % 3, 1)),
  shift: ({ world, pick }) => edit(pick(listsOf(world)), (list) => void list.shift()),
  unshift: ({ world, pick, number }) => edit(pick(listsOf(world)), (list) => void list.unshift(newItem(number))),
  empty: ({ world, pick }) => edit(pick(listsOf(world)), (list) => list.clear()),
  put: ({ world, pick, other, number }) =>
    edit(pick(mapsOf(world)), (map) => void map.set(other(KEYS) ?? '', newItem(number))),
  take: ({ world, pick, other }) => edit(pick(mapsOf(world)), (map) => void map.delete(other(KEYS) ?? '')),
  score: ({ world, pick, other, number }) =>
    edit(pick(boxesOf(world)), ({ scores }) => void scores.set(other(KEYS) ?? '', number)),
  rescore: ({ world, pick, other, number }) =>
    edit(pick(boxesOf(world)), ({ scores }) => {
      scores.delete(other(KEYS) ?? '');
      scores.set(other(KEYS) ?? '', number);
    }),
  unscore: ({ world, pick, other }) =>
    edit(pick(boxesOf(world)), ({ scores }) => void scores.delete(other(KEYS) ?? '')),
  wipe: ({ world, pick }) => edit(pick(mapsOf(world)), (map) => map.clear()),
  reverse: ({ world, pick }) => edit(pick(listsOf(world)), (list) => void (list.some(isShared) || list.reverse())),
  swap: ({ world, pick, number }) =>
    edit(pick(listsOf(world)), (list) => void (list.length > 0 && (list[0] = newItem(number)))),
  word: ({ world, pick, other }) => edit(pick(boxesOf(world)), ({ words }) => void words.add(other(WORDS) ?? '')),
  unword: ({ world, pick, other }) => edit(pick(boxesOf(world)), ({ words }) => void words.delete(other(WORDS) ?? '')),
  gem: ({ world, pick, number }) => edit(pick(boxesOf(world)), ({ gems }) => void gems.add(newItem(number))),
  ungem: ({ world, pick, other }) =>
    edit(pick(boxesOf(world)), ({ gems }) => edit(other([...gems.values()]), (gem) => void gems.delete(gem))),
  roll: ({ world, pick, number }) => edit(pick(boxesOf(world)), ({ rolls }) => void rolls.add(number % 6)),
  unroll: ({ world, pick, other }) =>
    edit(pick(boxesOf(world)), ({ rolls }) => edit(other([...rolls.values()]), (roll) => void rolls.delete(roll))),
  bag: ({ world, pick, number }) => edit(pick(boxesOf(world)), ({ bag }) => void bag.add(newItem(number))),
  unbag: ({ world, pick, other }) =>
    edit(pick(boxesOf(world)), ({ bag }) => edit(other([...bag.values()]), (item) => void bag.delete(item))),
  best: ({ world, pick, number }) => edit(pick(boxesOf(world)), (box) => void (box.best = newItem(number))),
  own: ({ world, pick, number }) => edit(pick(boxesOf(world)), (box) => void (box.own = newItem(number))),
  box: ({ world, other }) => void world.boxes.set(other(KEYS) ?? '', new Box()),
  unbox: ({ world, other }) => void world.boxes.delete(other(KEYS) ?? ''),
  lose: ({ world, pick }) => edit(pick(itemsOf(world)), (item) => void (item.name = undefined)),
  drop: ({ world, pick }) => edit(pick(boxesOf(world)), (box) => void (box.best = undefined)),
  share: ({ world, pick, other }) =>
    edit(pick(itemsOf(world)), (item) =>
      edit(other(listsOf(world)), (list) => void (isIn(item, list) || list.push(item))),
    ),
  hang: ({ world, pick, other }) =>
    edit(pick(itemsOf(world)), (item) =>
      edit(other(mapsOf(world)), (map) => void (isIn(item, map) || map.set('shared', item))),
    ),
  crown: ({ world, pick }) => edit(pick(itemsOf(world)), (item) => void (world.top = item)),
  move: ({ world, pick, other }) =>
    edit(pick(listsOf(world)), (list) =>
      edit(list.pop(), (item) => edit(other(listsOf(world)), (to) => void (isIn(item, to) || to.push(item)))),
    ),
  deal: ({ world, views, pick, number }) => {
    const item = newItem(number);
    edit(pick(OWNERS), (owner) => edit(world.boxes.get(owner), ({ hand }) => void hand.push(item)));
    edit(pick(views), (view) => void view.add(item));
  },
  see: ({ world, views, pick, other }) =>
    edit(other(views), (view) => edit(pick<Ref>([...itemsOf(world), ...boxesOf(world)]), (ref) => void view.add(ref))),
  seeMore: ({ world, views, pick, other }) =>
    edit(other(views), (view) =>
      edit(pick<Ref>([...itemsOf(world), ...boxesOf(world)]), (ref) => void view.add(ref, 2)),
    ),
  hide: ({ world, views, pick, other }) =>
    edit(other(views), (view) =>
      edit(pick<Ref>([...itemsOf(world), ...boxesOf(world)]), (ref) => void view.remove(ref)),
    ),
  hideMore: ({ world, views, pick, other }) =>
    edit(other(views), (view) =>
      edit(pick<Ref>([...itemsOf(world), ...boxesOf(world)]), (ref) => void view.remove(ref, 2)),
    ),
  follow: ({ world, views, pick, other }) =>
    edit(other(views), (view) =>
      edit(pick<Ref>(boxesOf(world).flatMap((box) => [box.hand, box.safe])), (ref) => void view.subscribe(ref)),
    ),
} satisfies Record<string, (scene: Scene) => void>;

function edit<T>(found: T | undefined, change: (found: T) => void): void {
  if (found !== undefined) change(found);
}

export type ChangeName = keyof typeof CHANGES;
export const CHANGE_NAMES = Object.keys(CHANGES) as ChangeName[];

/**
 * Changes after which the library tells a client that was there all along the same as one that has just come: not so
 * for instances with several holders, for views of parts of a box, nor for some changes of lists that a view sees in part.
 */
const UNSTEADY: ReadonlySet<ChangeName> = new Set<ChangeName>([
  ...(['share', 'hang', 'crown', 'move', 'follow', 'hide', 'hideMore', 'see', 'seeMore', 'swap', 'reverse'] as const),
]);
export const STEADY_CHANGES = CHANGE_NAMES.filter((name) => !UNSTEADY.has(name));

export function apply(
  world: World,
  views: readonly StateView[],
  { what, at: [first, second, number] }: WorldChange,
): void {
  const pick: Pick = (from) => from[first % from.length];
  const other: Pick = (from) => from[second % from.length];
  CHANGES[what]({ world, views, pick, other, number });
}

/** Ticks, each with its changes. */
export function programs(names: readonly ChangeName[] = CHANGE_NAMES): fc.Arbitrary<WorldChange[][]> {
  const change = fc.record({
    what: fc.constantFrom(...names),
    at: fc.tuple(fc.nat(50), fc.nat(50), fc.nat(1_000)),
  });
  return fc.array(fc.array(change, { maxLength: 6 }), { minLength: 1, maxLength: 8 });
}

/** What decodes, with the eyes of a view or without. */
export interface Client<T extends Schema> {
  readonly view: StateView | undefined;
  readonly decoder: Decoder<T>;
}

/** The server's side: an encoder and the clients it sends to, as the network would. */
export class Server<T extends Schema> {
  readonly encoder: Encoder<T>;
  readonly #handshake: Uint8Array;

  constructor(state: T) {
    this.encoder = new Encoder(state);
    this.#handshake = Reflection.encode(this.encoder);
  }

  join(view: StateView | undefined): Client<T> {
    return { view, decoder: Reflection.decode<T>(this.#handshake.slice()) };
  }

  /** What has changed, for each of the views. */
  patch(views: readonly (StateView | undefined)[]): Uint8Array[] {
    const it = { offset: 0 };
    const shared = this.encoder.encode(it);
    const sharedLength = it.offset;
    const patches = views.map((view) =>
      (view === undefined ? shared : this.encoder.encodeView(view, sharedLength, it)).slice(),
    );
    this.encoder.discardChanges();
    return patches;
  }

  /** Everything that a view may see. */
  whole(view: StateView | undefined): Uint8Array {
    const it = { offset: 0 };
    const shared = this.encoder.encodeAll(it);
    return (view === undefined ? shared : this.encoder.encodeAllView(view, it.offset, it)).slice();
  }
}
