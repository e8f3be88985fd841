import { expect, test } from 'vitest';
import { turns, type TurnOptions } from '../../../shared/runtime/index.ts';
import { caught } from '../play.ts';
import { pieceMatch, type PieceRoom, type PieceSpec } from './piece-game.ts';

/** Writes down whose turn it is, one turn in each tick, once `count` players sit. */
function around(count: number, options: (room: PieceRoom) => TurnOptions<PieceSpec> = () => ({})) {
  return pieceMatch(async (room) => {
    await room.seated(count);
    for (const player of turns(room, options(room))) {
      room.state.log.push(player.name);
      await room.nextTick();
    }
    room.state.log.push('end');
    await room.sleep(60_000);
  });
}

test('G3.1 turns go around in the order of the seats, from the first seat on', async () => {
  const match = around(3);
  for (const name of ['Ann', 'Ben', 'Cid']) await match.join(name);
  await match.tick(4);
  expect([...match.state.log]).toEqual(['Ann', 'Ben', 'Cid', 'Ann', 'Ben']);
});

test.for([
  [1, ['Ben', 'Cid', 'Ann']],
  [3, ['Ann', 'Ben', 'Cid']],
] as const)('G3.1 seat %s begins, or the next one that plays', async ([first, order]) => {
  const match = around(3, () => ({ first }));
  for (const name of ['Ann', 'Ben', 'Cid']) await match.join(name);
  await match.tick(2);
  expect([...match.state.log]).toEqual(order);
});

test('G3.2 who leaves in their own turn or before it is skipped', async () => {
  const match = around(4);
  const ids: string[] = [];
  for (const name of ['Ann', 'Ben', 'Cid', 'Dot']) ids.push(await match.join(name));
  match.leave(ids[0]!);
  match.leave(ids[2]!);
  await match.tick(4);
  expect([...match.state.log]).toEqual(['Ann', 'Ben', 'Dot', 'Ben', 'Dot']);
});

test('G3.2 a player who is out has no turn, and isOut is asked again for each turn', async () => {
  const match = around(3, ({ state }) => ({ isOut: ({ seat }) => seat === 1 && state.log.length < 4 }));
  for (const name of ['Ann', 'Ben', 'Cid']) await match.join(name);
  await match.tick(5);
  expect([...match.state.log]).toEqual(['Ann', 'Cid', 'Ann', 'Cid', 'Ann', 'Ben']);
});

test('G3.2 who sits down meanwhile has a turn', async () => {
  const match = around(2);
  for (const name of ['Ann', 'Ben', 'Cid']) await match.join(name);
  await match.tick(2);
  expect([...match.state.log]).toEqual(['Ann', 'Ben', 'Cid', 'Ann']);
});

test('G3.3 they end when fewer are left than it takes', async () => {
  const match = around(2, () => ({ least: 2 }));
  const ann = await match.join('Ann');
  await match.join('Ben');
  match.leave(ann);
  await match.tick(3);
  expect([...match.state.log]).toEqual(['Ann', 'end']);
});

test('G3.3 without a number they end when nobody is left', async () => {
  const match = around(2);
  const ids = [await match.join('Ann'), await match.join('Ben')];
  match.leave(ids[0]!);
  await match.tick(2);
  match.leave(ids[1]!);
  await match.tick();
  expect([...match.state.log]).toEqual(['Ann', 'Ben', 'Ben', 'end']);
});

test('G3.3 a number of players that is none is a RangeError', async () => {
  const match = pieceMatch(async (room) => caught(() => turns(room, { least: 0 }).next()));
  await match.tick();
  expect(match.ended?.kind === 'finished' && String(match.ended.result)).toContain('RangeError');
});
