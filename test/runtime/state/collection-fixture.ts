/** A state with collections of every kind, and clients that decode it after each tick. */
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
import { Loopback } from '../../../shared/runtime/hosts/loopback.ts';
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
export class CollectionFixture {
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
    if (name !== undefined && !without.includes(name))
      held.set(name, JSON.stringify(plain(valueOf(table, index, name))));
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
export type Step = (stage: CollectionFixture) => void;
export type Steps = Readonly<Record<string, Step>>;
