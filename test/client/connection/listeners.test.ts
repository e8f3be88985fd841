import { expect, it } from 'vitest';
import { Listeners } from '../../../client/connection/listeners.ts';

it('all listeners get the values, until they are removed', () => {
  const listeners = new Listeners<[type: string, data: unknown]>();
  const calls: unknown[] = [];
  const removeFirst = listeners.add((type, data) => calls.push(['first', type, data]));
  listeners.add((type, data) => calls.push(['second', type, data]));
  listeners.call('roll', 1);
  removeFirst();
  listeners.call('roll', 2);
  expect(calls).toEqual([
    ['first', 'roll', 1],
    ['second', 'roll', 1],
    ['second', 'roll', 2],
  ]);
});
