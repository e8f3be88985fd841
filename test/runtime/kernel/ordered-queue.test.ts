import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrderedQueue, type Ordered } from '../../../shared/runtime/kernel/ordered-queue.ts';

test('a Backlog gives its items in the order of their numbers, whatever comes back and when', () => {
  const command = fc.oneof(fc.constant('push'), fc.constant('shift'), fc.constant('putBack'), fc.constant('drain'));
  fc.assert(
    fc.property(fc.array(fc.tuple(command, fc.nat(20)), { maxLength: 200 }), (commands) => {
      const backlog = new OrderedQueue<Ordered>();
      const model: Ordered[] = [];
      const taken: Ordered[] = [];
      let last = 0;
      for (const [what, nth] of commands) {
        if (what === 'push') {
          const item = { order: last++ };
          backlog.push(item);
          model.push(item);
        } else if (what === 'shift') {
          const item = backlog.shift();
          expect(item).toBe(model.shift());
          if (item !== undefined) taken.push(item);
        } else if (what === 'putBack' && taken.length > 0) {
          const [item] = taken.splice(nth % taken.length, 1) as [Ordered];
          backlog.putBack(item);
          model.push(item);
          model.sort((a, b) => a.order - b.order);
        } else if (what === 'drain' && nth === 0) {
          expect(backlog.drain()).toEqual(model);
          model.length = 0;
        }
        expect(backlog.length).toBe(model.length);
      }
      expect(backlog.drain()).toEqual(model);
    }),
  );
});

/** Items that count how often their numbers are looked at. */
function counted(): { item: (order: number) => Ordered; looks: () => number } {
  let looks = 0;
  const item = (value: number): Ordered => ({
    get order() {
      looks++;
      return value;
    },
  });
  return { item, looks: () => looks };
}

/** How many comparisons it takes to give back half of `count` items, with the other half still in it. */
function looksFor(count: number, inOrder: (items: Ordered[]) => Ordered[]): number {
  const { item, looks } = counted();
  const backlog = new OrderedQueue<Ordered>();
  for (let order = 0; order < count; order++) backlog.push(item(order));
  const taken = Array.from({ length: count / 2 }, () => backlog.shift() as Ordered);
  const before = looks();
  for (const each of inOrder(taken)) backlog.putBack(each);
  return looks() - before;
}

test('R5.4 giving back n items in their order looks at each of them once', () => {
  expect(looksFor(20_000, (items) => items)).toBeLessThanOrEqual(20_000);
});

test('R5.4 in the opposite order it takes a logarithm of what came back for each', () => {
  expect(looksFor(16_384, (items) => items.reverse())).toBeLessThanOrEqual(2 * 8_192 * 13);
});
