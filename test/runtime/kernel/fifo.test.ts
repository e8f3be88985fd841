import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fifo } from '../../../shared/runtime/kernel/fifo.ts';

type Command = 'push' | 'unshift' | 'shift' | 'drain' | 'clear';

const weighted = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Command>('push') },
  { weight: 6, arbitrary: fc.constant<Command>('shift') },
  { weight: 2, arbitrary: fc.constant<Command>('unshift') },
  { weight: 1, arbitrary: fc.constantFrom<Command>('drain', 'clear') },
);

test('a Fifo behaves like an array', () => {
  fc.assert(
    fc.property(fc.array(weighted, { maxLength: 200 }), (commands) => {
      const fifo = new Fifo<number>();
      let model: number[] = [];
      let last = 0;
      for (const command of commands) {
        if (command === 'push') {
          fifo.push(++last);
          model.push(last);
        } else if (command === 'unshift') {
          fifo.unshift(++last);
          model.unshift(last);
        } else if (command === 'shift') {
          expect(fifo.shift()).toBe(model.shift());
        } else if (command === 'drain') {
          expect(fifo.drain()).toEqual(model);
          model = [];
        } else {
          fifo.clear();
          model = [];
        }
        expect(fifo.length).toBe(model.length);
        expect(fifo.first).toBe(model[0]);
      }
      expect(fifo.drain()).toEqual(model);
    }),
  );
});

test('a Fifo of many items stays in order', () => {
  const fifo = new Fifo<number>();
  const out: (number | undefined)[] = [];
  for (let item = 0; item < 10_000; item++) {
    fifo.push(item);
    if (item % 3 === 0) out.push(fifo.shift());
  }
  while (fifo.length > 0) out.push(fifo.shift());
  expect(out).toEqual(Array.from({ length: 10_000 }, (_, index) => index));
});
