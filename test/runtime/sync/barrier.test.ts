import { expect, test } from 'vitest';
import { DuplicateWait, OutsideTurn, type Barrier } from '../../../shared/runtime/index.ts';
import { caught, play, virtual } from '../play.ts';

test('V11.1 a barrier holds strands until all parties have come, and numbers them in the order in which they came', async () => {
  const seen = await play(async (room) => {
    const barrier = room.barrier(3);
    const arrive = (ms: number) => async (): Promise<[number, number]> => {
      await room.sleep(ms);
      return [await barrier.wait(), room.now];
    };
    return room.all([arrive(300), arrive(100), arrive(200)]);
  });
  expect(seen).toEqual([
    [2, 350],
    [0, 350],
    [1, 350],
  ]);
});

test('V11.2 it starts over after it has released them', async () => {
  const seen = await play(async (room) => {
    const barrier = room.barrier(2);
    const twice = async (): Promise<number[]> => [await barrier.wait(), await barrier.wait()];
    const numbers = await room.all([twice, twice]);
    return [numbers.flat().toSorted(), barrier.waiting];
  });
  expect(seen).toEqual([[0, 0, 1, 1], 0]);
});

test('V11.3 one that is cancelled while it waits counts no more', async () => {
  const seen = await play(async (room) => {
    const barrier = room.barrier(2);
    await room.within(100, () => barrier.wait());
    const waiting = barrier.waiting;
    const late = await room.within(100, () => barrier.wait().then(() => 'passed'));
    return [waiting, late];
  });
  expect(seen).toEqual([0, undefined]);
});

test('V11.4 a barrier of one party holds nobody', async () => {
  const seen = await play(async (room) => {
    const barrier = room.barrier(1);
    return [await barrier.wait(), await barrier.wait(), room.tick];
  });
  expect(seen).toEqual([0, 0, 1]);
});

test.each([0, 2.5, NaN])('V11.5 %d parties are a RangeError', async (parties) => {
  const error = await play((room) => caught(() => room.barrier(parties)));
  expect(error).toBeInstanceOf(RangeError);
});

test('R18.1 its methods check that the room is in a turn of its own', async () => {
  let barrier: Barrier | undefined;
  const match = virtual(async (room) => {
    barrier = room.barrier(2);
    await barrier.wait();
  });
  await match.tick();
  expect(() => barrier?.wait()).toThrow(OutsideTurn);
});

test('R18.1 so do the methods of the room that make them', async () => {
  let outside: (() => unknown)[] = [];
  const match = virtual(async (room) => {
    outside = [
      () => room.event(),
      () => room.queue(1),
      () => room.semaphore(1),
      () => room.condition(),
      () => room.barrier(1),
    ];
    await room.sleep(1000);
  });
  await match.tick();
  for (const make of outside) expect(make).toThrow(OutsideTurn);
});

test('R16.5 a second wait of one strand, while its first waits, is DuplicateWait: a strand is one party', async () => {
  const seen = await play(async (room) => {
    const barrier = room.barrier(3);
    const first = barrier.wait();
    const error = await caught(() => barrier.wait());
    room.spawn('two', () => barrier.wait());
    room.spawn('three', () => barrier.wait());
    return [error, await first];
  });
  expect(seen).toEqual([expect.any(DuplicateWait), 0]);
});
