import { expect, test } from 'vitest';
import { play, resultOf, virtual } from './play.ts';

test('P1.4 arrivals begin with those who sit already, and go on with each who sits down', async () => {
  const log: string[] = [];
  const match = virtual(async (room) => {
    await room.seated(1);
    for await (const player of room.arrivals()) log.push(`${player.name} at ${room.now}`);
  });
  await match.join('Ann');
  await match.join('Bob');
  await match.join('Cid');
  expect(log).toEqual(['Ann at 50', 'Bob at 100', 'Cid at 150']);
});

test('P1.4 each loop gets all of them', async () => {
  const log: string[] = [];
  const match = virtual(async (room) => {
    const loop = (name: string) => async (): Promise<void> => {
      for await (const player of room.arrivals()) log.push(`${name} ${player.name}`);
    };
    await room.all([loop('a'), loop('b')]);
  });
  await match.join('Ann');
  await match.join('Bob');
  expect(log).toEqual(['a Ann', 'b Ann', 'a Bob', 'b Bob']);
});

test('R17.1 what comes while the loop is busy is kept', async () => {
  const log: string[] = [];
  const match = virtual(async (room) => {
    for await (const player of room.arrivals()) {
      log.push(player.name);
      await room.sleep(1000);
    }
  });
  for (const name of ['Ann', 'Bob', 'Cid']) await match.join(name);
  await match.advance(5000);
  expect(log).toEqual(['Ann', 'Bob', 'Cid']);
});

test('R17.2 one who left before the loop came to them is left out, so no more are kept than there are seats', async () => {
  const log: string[] = [];
  const match = virtual(async (room) => {
    for await (const player of room.arrivals()) {
      log.push(player.name);
      await room.sleep(1000);
    }
  });
  await match.join('Ann');
  const bob = await match.join('Bob');
  match.leave(bob);
  await match.join('Cid');
  await match.advance(5000);
  expect(log).toEqual(['Ann', 'Cid']);
});

test('P1.5 seated waits until so many sit, and gives the first of them in the order of their seats', async () => {
  const match = virtual(async (room) => {
    const [ann, bob] = await room.seated(2);
    return [ann.name, bob.name, ann.seat, bob.seat, room.now];
  });
  await match.join('Ann');
  await match.tick(3);
  await match.join('Bob');
  expect(resultOf(match)).toEqual(['Ann', 'Bob', 0, 1, 250]);
});

test('P1.5 seated for more players than the room has seats for is an error, as they could never come', async () => {
  await expect(play((room) => room.seated(5))).rejects.toThrow('seated(count) takes 1 to 4');
  await expect(play((room) => room.seated(0))).rejects.toThrow('not 0');
});
