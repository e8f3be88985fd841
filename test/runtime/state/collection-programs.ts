/** Short programs that change the collections of a state, and what is wrong for its clients after them. */
import fc from 'fast-check';
import { CollectionFixture, type Steps } from './collection-fixture.ts';

/** Fills what the steps work on, as a state that has been played for a while. */
function begin(stage: CollectionFixture, count: number): void {
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
export function wrongAfter(steps: Steps, { count, steps: names }: Program): string | undefined {
  const stage = new CollectionFixture();
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

/** All programs of one step, and of two steps in one tick and in two. */
export function* shortPrograms(steps: Steps, counts: readonly number[]): Generator<Program> {
  const names = Object.keys(steps);
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

/** Programs of some more steps, in however many ticks. */
export function longPrograms(steps: Steps): fc.Arbitrary<Program> {
  const step = fc.constantFrom(...Object.keys(steps), null);
  return fc.record({ count: fc.nat(4), steps: fc.array(step, { minLength: 3, maxLength: 8 }) });
}
