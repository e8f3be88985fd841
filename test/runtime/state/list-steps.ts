/** What a script can do with lists: of numbers, words and cards, that all see or that views see. */
import { ArraySchema } from '@colyseus/schema';
import { Card, type CollectionFixture, type Step, type Steps } from './collection-fixture.ts';

/** What can be done to a list of plain values. */
function listSteps<T>(
  list: (stage: CollectionFixture) => ArraySchema<T>,
  fresh: (stage: CollectionFixture) => T,
): Steps {
  const on =
    (change: (list: ArraySchema<T>, value: () => T, stage: CollectionFixture) => void): Step =>
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
    'fill(x)': on((of, value) => void of.fill(value(), 1, 2)),
    'copyWithin(0, 1)': on((of) => void of.copyWithin(0, 1)),
    'look at parts': on((of) => void [of.slice(1), of.concat(of.toArray()), of.filter(() => true)]),
    'clear, push': on((of, value) => {
      of.clear();
      of.push(value());
    }),
  };
}

function rank(value: unknown): number {
  return value instanceof Card
    ? value.n
    : typeof value === 'string'
      ? value.length * 1000 + value.charCodeAt(0)
      : Number(value);
}

const small = (stage: CollectionFixture): number => stage.number() % 3;

export const NUMBER_STEPS: Steps = {
  ...listSteps(({ table }) => table.numbers, small),
  'unshift(0th)': ({ table: { numbers } }) => void numbers.unshift(...numbers.toArray().slice(0, 1)),
  'push(last)': ({ table: { numbers } }) => void (numbers.length > 0 && numbers.push(numbers.at(-1))),
  replace: (stage) => void (stage.table.numbers = new ArraySchema(small(stage), small(stage))),
  'replace by concat': ({ table }) => void (table.numbers = table.numbers.concat([1])),
  'replace by filter': ({ table }) => void (table.numbers = new ArraySchema(...table.numbers.filter((n) => n !== 1))),
  'replace by nothing': ({ table }) => void (table.numbers = new ArraySchema()),
};

export const WORD_STEPS = listSteps(
  ({ table }) => table.words,
  (stage) => 'abc'[stage.number() % 3] as string,
);
export const DICE_STEPS = listSteps(
  ({ table }) => table.dice,
  (stage) => stage.number() % 6,
);

function cardSteps(
  list: (stage: CollectionFixture) => ArraySchema<Card>,
  fresh: (stage: CollectionFixture) => Card,
  set: (stage: CollectionFixture, list: ArraySchema<Card>) => void,
): Steps {
  const edit =
    (change: (list: ArraySchema<Card>, stage: CollectionFixture) => void): Step =>
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

export const CARD_STEPS: Steps = {
  ...cardSteps(
    ({ table }) => table.cards,
    (stage) => stage.card(),
    ({ table }, list) => void (table.cards = list),
  ),
  'the same twice': ({ table: { cards } }) => void cards.push(...cards.toArray().slice(0, 1)),
  'the same twice, first': ({ table: { cards } }) => void (cards.length > 0 && cards.unshift(cards.at(-1))),
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
