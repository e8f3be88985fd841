/** What a script can do with maps, sets and collections. */
import { CollectionSchema, MapSchema, SetSchema } from '@colyseus/schema';
import type { Step, Steps } from './collection-fixture.ts';

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

export const MAP_STEPS: Steps = keyedSteps();

export const SET_STEPS: Steps = {
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

export const COLLECTION_STEPS: Steps = {
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
