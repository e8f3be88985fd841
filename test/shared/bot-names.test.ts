import { expect, it } from 'vitest';
import { botName } from '../../shared/bot-names.ts';

it('gives every bot of a room a name of its own, however many there are', () => {
  const taken = new Set<string>(['Ann']);
  for (let count = 0; count < 200; count++) {
    const name = botName(
      (each) => taken.has(each),
      (below) => count % below,
    );
    expect(taken.has(name)).toBe(false);
    expect(name.length).toBeLessThanOrEqual(20);
    taken.add(name);
  }
});
