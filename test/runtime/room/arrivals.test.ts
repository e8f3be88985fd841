import { expect, test } from 'vitest';
import { DuplicateWait } from '../../../shared/runtime/index.ts';
import { caught, play, resultOf, virtual } from '../play.ts';

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

test('P1.5 seated waits for that many players, and returns the first of them in order of seats', async () => {
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

test('R16.5 a step of another loop over arrivals, while a step waits, is DuplicateWait', async () => {
  const match = virtual(async (room) => {
    await room.seated(1);
    return caught(async () => {
      const seated = room.arrivals();
      await seated.next();
      for (;;) await Promise.race([seated.next(), room.sleep(100)]);
    });
  });
  await match.join('Ann');
  await match.tick(10);
  expect(resultOf<Error>(match)).toBeInstanceOf(DuplicateWait);
});

test('R17.2 a loop that is busy for long keeps none who has left meanwhile, and those who sit in their order', async () => {
  const match = virtual(async (room) => {
    const names: string[] = [];
    const arrivals = room.arrivals();
    await room.sleep(1000);
    for (let left = room.players.length; left > 0; left--) names.push((await arrivals.next()).value?.name ?? '');
    return names;
  });
  for (let round = 0; round < 5; round++) {
    const ids = [await match.join(`a${round}`), await match.join(`b${round}`), await match.join(`c${round}`)];
    if (round === 4) break;
    // Some stay for a round.
    for (const id of ids) match.leave(id);
    await match.tick();
  }
  await match.tick(30);
  expect(resultOf(match)).toEqual(['a4', 'b4', 'c4']);
});
