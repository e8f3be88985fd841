/** Differences of states, told for people. */
import { expect, test } from 'vitest';
import { diffState } from './state-diff.ts';
import { Box, Item, Knot, Server, newWorld, type World } from './worlds.ts';

function told(change: (world: World, box: Box) => void): string[] {
  const [a, b] = [newWorld(), newWorld()];
  for (const world of [a, b]) world.loose.push(new Item(), new Item());
  change(b, b.boxes.get('a') ?? new Box());
  return diffState(a, b);
}

test('states that hold the same do not differ', () => {
  expect(told(() => undefined)).toEqual([]);
});

test('a difference has its path and both values', () => {
  expect(told((world) => (world.round = 3))).toEqual(['round: 0 ≠ 3']);
  expect(told((world) => ((world.loose[1] ?? new Item()).name = 'Ann'))).toEqual(['loose[1].name: undefined ≠ "Ann"']);
  expect(told((_, box) => box.scores.set('x', -0))).toEqual(['boxes["a"].scores["x"]: undefined ≠ -0']);
  expect(told((_, box) => (box.best = new Item()))).toEqual(['boxes["a"].best: undefined ≠ Item']);
  expect(told((world) => (world.big = 2n))).toEqual(['big: undefined ≠ 2n']);
});

test('a list that is longer tells its length, and where the rest differs', () => {
  expect(told((world) => world.loose.unshift(Object.assign(new Item(), { n: 7 })))).toEqual([
    'loose.length: 2 ≠ 3',
    'loose[0].n: 0 ≠ 7',
  ]);
  expect(told((_, box) => box.words.add('to'))).toEqual(['boxes["a"].words.length: 0 ≠ 1']);
});

test('maps with the same entries in another order differ', () => {
  const lines = told((world) => {
    const box = world.boxes.get('a') ?? new Box();
    world.boxes.delete('a');
    world.boxes.set('a', box);
  });
  expect(lines).toEqual(['boxes: the order a, b ≠ b, a']);
});

test('states that refer to themselves are compared to an end', () => {
  const [a, b] = [new Knot(), new Knot()];
  for (const knot of [a, b]) knot.other = new Knot();
  a.other.other = a;
  b.other.other = b;
  expect(diffState(a, b)).toEqual([]);
});

test('at most twenty differences are listed', () => {
  const lines = told((_, box) => {
    for (let at = 0; at < 50; at++) box.scores.set(`key ${at}`, at);
  });
  expect(lines).toHaveLength(20);
});

test('what a client decoded compares with what the server holds', () => {
  const world = newWorld();
  world.loose.push(new Item());
  const server = new Server(world);
  const { decoder } = server.join(undefined);
  decoder.decode(server.whole(undefined));
  (world.loose[0] ?? new Item()).n = 5;
  const shown = diffState(world, decoder.state).filter((line) => line.startsWith('loose'));
  expect(shown).toEqual(['loose[0].n: 5 ≠ 0']);
});
