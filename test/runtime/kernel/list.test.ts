import fc from 'fast-check';
import { expect, test } from 'vitest';
import { List, type Linked } from '../../../shared/runtime/kernel/list.ts';

class Item implements Linked<Item> {
  previous: Item | undefined;
  next: Item | undefined;
  readonly name: number;

  constructor(name: number) {
    this.name = name;
  }
}

test('a List behaves like an array without the removed items', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(20), { nil: undefined }), { maxLength: 60 }), (commands) => {
      const list = new List<Item>();
      let model: Item[] = [];
      for (const [name, remove] of commands.entries()) {
        if (remove === undefined) {
          const item = new Item(name);
          list.add(item);
          model.push(item);
        } else {
          const item = model[remove];
          if (item === undefined) continue;
          list.remove(item);
          model = model.filter((each) => each !== item);
        }
        expect(list.size).toBe(model.length);
      }
      expect([...list].map(({ name }) => name)).toEqual(model.map(({ name }) => name));
    }),
  );
});

test('each visits all items, also where each takes itself out', () => {
  const list = new List<Item>();
  for (let name = 0; name < 5; name++) list.add(new Item(name));
  const seen: number[] = [];
  list.each((item) => {
    seen.push(item.name);
    if (item.name % 2 === 0) list.remove(item);
  });
  expect(seen).toEqual([0, 1, 2, 3, 4]);
  expect([...list].map(({ name }) => name)).toEqual([1, 3]);
});
