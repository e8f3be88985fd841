/** Short programs that change the collections of a state, and the clients that decode it after each tick. */
import {
  ArraySchema,
  CollectionSchema,
  MapSchema,
  Schema,
  SetSchema,
  StateView,
  schema,
  t,
  type SchemaType,
} from '@colyseus/schema';
import { Loopback } from '../../../shared/runtime/loopback.ts';
import { namesOf, valueOf } from '../../../shared/runtime/state/fields.ts';
import { guardState } from '../../../shared/runtime/state/guard-fields.ts';

export const Card = schema({ n: t.int32().default(0), tags: t.array('string'), marks: t.map('int32') }, 'Card');
export type Card = SchemaType<typeof Card>;

export const Table = schema(
  {
    numbers: t.array('number'),
    words: t.array('string'),
    cards: t.array(Card),
    others: t.array(Card),
    hand: t.array(Card).view(),
    dice: t.array('uint8').view(),
    top: t.ref(Card).optional(),
    scores: t.map('int32'),
    shelf: t.map(Card),
    letters: t.set('string'),
    gems: t.set(Card),
    rolls: t.collection('int32'),
    bag: t.collection(Card),
  },
  'CollectionTable',
);
export type Table = SchemaType<typeof Table>;

/** A state, what its programs draw on, and four clients: without a view and with one, there from the start and come last. */
export class Stage {
  readonly table = new Table();
  readonly view = new StateView();
  readonly #loopback: Loopback<Table>;
  readonly #there: readonly [Table, Table];
  #last = 0;
  readonly #toShow: Card[] = [];
  readonly #taken: Card[] = [];

  constructor() {
    guardState(Table);
    this.#loopback = new Loopback(this.table);
    this.view.add(this.table);
    this.#there = [this.#loopback.join('there', undefined), this.#loopback.join('seeing', this.view)];
  }

  number(): number {
    return ++this.#last;
  }

  card(): Card {
    const card = new Card();
    card.n = this.number();
    card.tags.push('new');
    return card;
  }

  /** A card that the view is to see once it lies somewhere. */
  seen(card = this.card()): Card {
    this.#toShow.push(card);
    return card;
  }

  /** Shows what was to be seen. */
  show(): void {
    if (!this.view.has(this.table.hand)) this.view.add(this.table.hand);
    for (const card of this.#toShow.splice(0)) if (this.table.hand.includes(card)) this.view.add(card);
  }

  /** Keeps a card that was taken off. */
  keep(card: Card | undefined): void {
    if (card !== undefined) this.#taken.push(card);
  }

  kept(): Card {
    return this.#taken.pop() ?? this.card();
  }

  /** Ends a tick. Gives what is wrong for a client; undefined: nothing. */
  sync(): string | undefined {
    const complaints: string[] = [];
    const { warn, error } = console;
    console.warn = (...said: unknown[]) => void complaints.push(String(said[0]));
    console.error = (...said: unknown[]) => void complaints.push(String(said[0]));
    try {
      const late = this.#loopback.join('late', undefined);
      const seeingLate = this.#loopback.join('seeing late', this.view);
      this.#loopback.sync();
      const open = contents(this.table, ['hand', 'dice']);
      const all = contents(this.table, []);
      compare('there', contents(this.#there[0], ['hand', 'dice']), open, complaints);
      compare('late', contents(late, ['hand', 'dice']), open, complaints);
      compare('seeing', contents(this.#there[1], []), all, complaints);
      compare('seeing late', contents(seeingLate, []), all, complaints);
    } catch (problem) {
      complaints.push(String(problem));
    } finally {
      console.warn = warn;
      console.error = error;
    }
    return complaints.length === 0 ? undefined : complaints.join('; ');
  }
}

function compare(
  who: string,
  has: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
  complaints: string[],
): void {
  for (const [field, value] of wanted) {
    if (has.get(field) !== value) complaints.push(`${who} has ${field} ${has.get(field)}, not ${value}`);
  }
}

/** What each field of a state holds, in the order in which it is iterated. */
function contents(table: Schema, without: readonly string[]): Map<string, string> {
  const held = new Map<string, string>();
  for (const [index, name] of namesOf(table).entries()) {
    if (name !== undefined && !without.includes(name)) held.set(name, JSON.stringify(plain(valueOf(table, index, name))));
  }
  return held;
}

function plain(value: unknown): unknown {
  if (value instanceof Schema) {
    return namesOf(value).map((name, index) => (name === undefined ? null : plain(valueOf(value, index, name))));
  }
  if (value instanceof MapSchema) return [...value.entries()].map(([key, each]) => [key, plain(each)]);
  if (value instanceof ArraySchema || value instanceof SetSchema || value instanceof CollectionSchema)
    return [...value.values()].map(plain);
  return value === undefined ? null : value;
}

/** One thing that a script may do; some need more than there is, and then do nothing. */
export type Step = (stage: Stage) => void;

/** What can be done to a list of plain values. */
function listSteps<T>(list: (stage: Stage) => ArraySchema<T>, fresh: (stage: Stage) => T): Record<string, Step> {
  const on =
    (change: (list: ArraySchema<T>, value: () => T, stage: Stage) => void): Step =>
    (stage) =>
      change(list(stage), () => fresh(stage), stage);
  return {
    push: on((of, value) => void of.push(value())),
    'push two': on((of, value) => void of.push(value(), value())),
    pop: on((of) => void of.pop()),
    shift: on((of) => void of.shift()),
    unshift: on((of, value) => void of.unshift(value())),
    'unshift two': on((of, value) => void of.unshift(value(), value())),
    'unshift(pop())': on((of) => void (of.length > 0 && of.unshift(of.pop() as T))),
    'push(shift())': on((of) => void (of.length > 0 && of.push(of.shift() as T))),
    'splice(0, 1)': on((of) => void of.splice(0, 1)),
    'splice(1, 1)': on((of) => void of.splice(1, 1)),
    'splice(1, 0, x)': on((of, value) => void of.splice(1, 0, value())),
    'splice(0, 1, x)': on((of, value) => void of.splice(0, 1, value())),
    'splice(0, 2, x)': on((of, value) => void of.splice(0, 2, value())),
    'splice(1, 1, x, y)': on((of, value) => void of.splice(1, 1, value(), value())),
    'splice(-1, 1)': on((of) => void of.splice(-1, 1)),
    'splice(0)': on((of) => void of.splice(0)),
    sort: on((of) => void of.sort((a, b) => rank(a) - rank(b))),
    'sort down': on((of) => void of.sort((a, b) => rank(b) - rank(a))),
    reverse: on((of) => void of.reverse()),
    '[0] = x': on((of, value) => void (of[0] = value())),
    '[last] = x': on((of, value) => void (of[Math.max(0, of.length - 1)] = value())),
    '[length] = x': on((of, value) => void (of[of.length] = value())),
    '[0] = [0]': on((of) => void (of.length > 0 && (of[0] = of[0] as T))),
    swap: on((of) => {
      if (of.length > 1) [of[0], of[of.length - 1]] = [of[of.length - 1] as T, of[0] as T];
    }),
    move: on((of) => {
      if (of.length > 1) of.move(() => ([of[0], of[1]] = [of[1] as T, of[0] as T]));
    }),
    'length = 1': on((of) => void (of.length > 1 && (of.length = 1))),
    'length = 0': on((of) => void (of.length = 0)),
    clear: on((of) => of.clear()),
    'clear, push': on((of, value) => {
      of.clear();
      of.push(value());
    }),
  };
}

function rank(value: unknown): number {
  return value instanceof Card ? value.n : typeof value === 'string' ? value.length * 1000 + value.charCodeAt(0) : Number(value);
}

const small = (stage: Stage): number => stage.number() % 3;

export const NUMBER_STEPS: Record<string, Step> = {
  ...listSteps(({ table }) => table.numbers, small),
  'unshift(0th)': ({ table: { numbers } }) => void (numbers.length > 0 && numbers.unshift(numbers[0] as number)),
  'push(last)': ({ table: { numbers } }) => void (numbers.length > 0 && numbers.push(numbers.at(-1) as number)),
  replace: (stage) => void (stage.table.numbers = new ArraySchema(small(stage), small(stage))),
  'replace by concat': ({ table }) => void (table.numbers = table.numbers.concat([1])),
  'replace by filter': ({ table }) => void (table.numbers = new ArraySchema(...table.numbers.filter((n) => n !== 1))),
  'replace by nothing': ({ table }) => void (table.numbers = new ArraySchema()),
};

export const WORD_STEPS = listSteps(({ table }) => table.words, (stage) => 'abc'[stage.number() % 3] as string);
export const DICE_STEPS = listSteps(({ table }) => table.dice, (stage) => stage.number() % 6);

function cardSteps(list: (stage: Stage) => ArraySchema<Card>, fresh: (stage: Stage) => Card, set: (stage: Stage, list: ArraySchema<Card>) => void): Record<string, Step> {
  const edit =
    (change: (list: ArraySchema<Card>, stage: Stage) => void): Step =>
    (stage) =>
      change(list(stage), stage);
  return {
    ...listSteps(list, fresh),
    'change a card': edit((of, stage) => {
      if (of[0] !== undefined) of[0].n = stage.number();
    }),
    'change its list': edit((of) => void of[0]?.tags.push('x')),
    'change its list, move it': edit((of) => {
      const card = of.pop();
      if (card === undefined) return;
      card.tags.unshift('y');
      card.tags[1] = 'z';
      of.unshift(card);
    }),
    'keep one': edit((of, stage) => stage.keep(of.pop())),
    'keep the first': edit((of, stage) => stage.keep(of.shift())),
    'put back': edit((of, stage) => void of.push(stage.seen(stage.kept()))),
    'put back first': edit((of, stage) => void of.unshift(stage.seen(stage.kept()))),
    'change what is kept': (stage) => {
      const card = stage.kept();
      card.n += 10;
      card.tags.shift();
      card.tags.push('kept');
      card.marks.set('a', stage.number());
      card.marks.delete('b');
      stage.keep(card);
    },
    replace: (stage) => set(stage, new ArraySchema(fresh(stage), fresh(stage))),
    'replace by the same cards': (stage) => set(stage, new ArraySchema(...list(stage))),
    'replace by some': (stage) => set(stage, new ArraySchema(...list(stage).slice(1))),
  };
}

export const CARD_STEPS: Record<string, Step> = {
  ...cardSteps(({ table }) => table.cards, (stage) => stage.card(), ({ table }, list) => void (table.cards = list)),
  'the same twice': ({ table: { cards } }) => void (cards[0] !== undefined && cards.push(cards[0])),
  'the same twice, first': ({ table: { cards } }) => void (cards.length > 0 && cards.unshift(cards.at(-1) as Card)),
  'to others': ({ table }) => {
    const card = table.cards.pop();
    if (card !== undefined) table.others.push(card);
  },
  'from others': ({ table }) => {
    const card = table.others.shift();
    if (card !== undefined) table.cards.unshift(card);
  },
  'to others too': ({ table }) => void (table.cards[0] !== undefined && table.others.push(table.cards[0])),
  'to the top': ({ table }) => void (table.top = table.cards.pop()),
  'to the top too': ({ table }) => void (table.top = table.cards[0]),
  'from the top': ({ table }) => {
    const { top } = table;
    if (top === undefined) return;
    table.top = undefined;
    table.cards.push(top);
  },
  'to the shelf': ({ table }) => {
    const card = table.cards.shift();
    if (card !== undefined) table.shelf.set('a', card);
  },
  'from the shelf': ({ table }) => {
    const card = table.shelf.get('a');
    table.shelf.delete('a');
    if (card !== undefined) table.cards.push(card);
  },
};

export const HAND_STEPS = cardSteps(
  ({ table }) => table.hand,
  (stage) => stage.seen(),
  ({ table }, list) => void (table.hand = list),
);

function keyedSteps(): Record<string, Step> {
  const steps: Record<string, Step> = {
    'scores clear': ({ table }) => table.scores.clear(),
    'scores replace': (stage) => void (stage.table.scores = new MapSchema({ b: stage.number(), a: 1 })),
    'shelf clear': ({ table }) => table.shelf.clear(),
    'shelf replace': (stage) => void (stage.table.shelf = new MapSchema({ b: stage.card() })),
    'shelf swap': ({ table: { shelf } }) => {
      const a = shelf.get('a');
      const b = shelf.get('b');
      if (a === undefined || b === undefined) return;
      shelf.set('a', b);
      shelf.set('b', a);
    },
    'shelf a to c': ({ table: { shelf } }) => {
      const a = shelf.get('a');
      if (a === undefined) return;
      shelf.delete('a');
      shelf.set('c', a);
    },
    'shelf a to c first': ({ table: { shelf } }) => {
      const a = shelf.get('a');
      if (a === undefined) return;
      shelf.set('c', a);
      shelf.delete('a');
    },
    'shelf a again': ({ table: { shelf } }) => {
      const a = shelf.get('a');
      if (a === undefined) return;
      shelf.delete('a');
      shelf.set('a', a);
    },
    'shelf change': (stage) => {
      const a = stage.table.shelf.get('a');
      if (a !== undefined) a.n = stage.number();
    },
  };
  for (const key of ['a', 'b']) {
    steps[`scores set ${key}`] = (stage) => void stage.table.scores.set(key, stage.number() % 2);
    steps[`scores delete ${key}`] = ({ table }) => void table.scores.delete(key);
    steps[`shelf set ${key}`] = (stage) => void stage.table.shelf.set(key, stage.card());
    steps[`shelf delete ${key}`] = ({ table }) => void table.shelf.delete(key);
    steps[`shelf keep ${key}`] = (stage) => {
      stage.keep(stage.table.shelf.get(key));
      stage.table.shelf.delete(key);
    };
    steps[`shelf put back ${key}`] = (stage) => void stage.table.shelf.set(key, stage.kept());
  }
  return steps;
}

export const MAP_STEPS = keyedSteps();

export const SET_STEPS: Record<string, Step> = {
  'letters add a': ({ table }) => void table.letters.add('a'),
  'letters add b': ({ table }) => void table.letters.add('b'),
  'letters delete a': ({ table }) => void table.letters.delete('a'),
  'letters delete b': ({ table }) => void table.letters.delete('b'),
  'letters clear': ({ table }) => table.letters.clear(),
  'letters replace': ({ table }) => void (table.letters = new SetSchema(['b', 'a'])),
  'gems add': (stage) => void stage.table.gems.add(stage.card()),
  'gems delete': ({ table: { gems } }) => {
    for (const gem of gems.values()) return void gems.delete(gem);
  },
  'gems again': ({ table: { gems } }) => {
    for (const gem of gems.values()) {
      gems.delete(gem);
      return void gems.add(gem);
    }
  },
  'gems keep': (stage) => {
    const { gems } = stage.table;
    for (const gem of gems.values()) {
      stage.keep(gem);
      return void gems.delete(gem);
    }
  },
  'gems put back': (stage) => void stage.table.gems.add(stage.kept()),
  'gems clear': ({ table }) => table.gems.clear(),
  'gems clear and keep': (stage) => {
    for (const gem of stage.table.gems.values()) stage.keep(gem);
    stage.table.gems.clear();
  },
  'gems replace': (stage) => void (stage.table.gems = new SetSchema([stage.card()])),
};

export const COLLECTION_STEPS: Record<string, Step> = {
  'rolls add': (stage) => void stage.table.rolls.add(stage.number() % 2),
  'rolls delete 0': ({ table }) => void table.rolls.delete(0),
  'rolls delete 1': ({ table }) => void table.rolls.delete(1),
  'rolls clear': ({ table }) => table.rolls.clear(),
  'rolls replace': ({ table }) => void (table.rolls = new CollectionSchema([1, 1])),
  'bag add': (stage) => void stage.table.bag.add(stage.card()),
  'bag delete': ({ table: { bag } }) => {
    for (const card of bag.values()) return void bag.delete(card);
  },
  'bag the same twice': ({ table: { bag } }) => {
    for (const card of bag.values()) return void bag.add(card);
  },
  'bag keep': (stage) => {
    const { bag } = stage.table;
    for (const card of bag.values()) {
      stage.keep(card);
      return void bag.delete(card);
    }
  },
  'bag put back': (stage) => void stage.table.bag.add(stage.kept()),
  'bag clear': ({ table }) => table.bag.clear(),
  'bag clear and keep': (stage) => {
    for (const card of stage.table.bag.values()) stage.keep(card);
    stage.table.bag.clear();
  },
  'bag replace': (stage) => void (stage.table.bag = new CollectionSchema([stage.card()])),
};

/** Fills what the steps work on, as a state that has been played for a while. */
function begin(stage: Stage, count: number): void {
  const { table } = stage;
  for (let at = 0; at < count; at++) {
    table.numbers.push(stage.number() % 3);
    table.words.push('abc'[stage.number() % 3] as string);
    table.dice.push(stage.number() % 6);
    table.cards.push(stage.card());
    table.hand.push(stage.seen());
    table.gems.add(stage.card());
    table.letters.add('ab'[at % 2] as string);
    table.rolls.add(at % 2);
    table.bag.add(stage.card());
    table.scores.set('ab'[at % 2] as string, at);
    table.shelf.set('ab'[at % 2] as string, stage.card());
  }
}

/** A program: how much there is at first, and its steps; a `null` ends a tick, and so does its end. */
export interface Program {
  readonly count: number;
  readonly steps: readonly (string | null)[];
}

/** Runs a program. Gives what is wrong for a client; undefined: nothing. */
export function wrongAfter(steps: Readonly<Record<string, Step>>, { count, steps: names }: Program): string | undefined {
  const stage = new Stage();
  begin(stage, count);
  stage.show();
  const atFirst = stage.sync();
  if (atFirst !== undefined) return `at first: ${atFirst}`;
  for (const name of [...names, null]) {
    if (name === null) {
      const wrong = stage.sync();
      if (wrong !== undefined) return wrong;
    } else {
      steps[name]?.(stage);
      stage.show();
    }
  }
  // What was left open may only show in the next ticks: everything is touched once more.
  for (const card of [...stage.table.cards, ...stage.table.others, ...stage.table.hand, ...stage.table.shelf.values()])
    card.n += 100;
  const { numbers, cards, words, dice } = stage.table;
  numbers.push(9);
  words.push('later');
  dice.push(5);
  cards.push(stage.card());
  return stage.sync();
}

/** All programs of one and of two steps, the two in one tick and in two. */
export function* shortPrograms(names: readonly string[], counts: readonly number[] = [0, 1, 2, 3]): Generator<Program> {
  for (const count of counts) {
    for (const first of names) {
      yield { count, steps: [first] };
      for (const second of names) {
        yield { count, steps: [first, second] };
        yield { count, steps: [first, null, second] };
      }
    }
  }
}
