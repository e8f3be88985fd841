import { expect, test } from 'vitest';
import {
  DuplicateWait,
  OutsideTurn,
  PermitDeadlock,
  ReleasedTooOften,
  type Semaphore,
} from '../../../shared/runtime/index.ts';
import { caught, play, virtual } from '../play.ts';

test('V9.1 as many strands hold a permit at a time as there are', async () => {
  const seen = await play(async (room) => {
    const oven = room.semaphore(2);
    let inside = 0;
    let most = 0;
    const bake = (): Promise<void> =>
      oven.use(async () => {
        most = Math.max(most, ++inside);
        await room.sleep(100);
        inside--;
      });
    await room.all([bake, bake, bake, bake, bake]);
    return [most, room.now, oven.free];
  });
  expect(seen).toEqual([2, 350, 2]);
});

test('V9.2 permits go to those who came first; a newcomer overtakes nobody', async () => {
  const log = await play(async (room) => {
    const lock = room.semaphore(1);
    const lines: string[] = [];
    await lock.acquire();
    await room.scope(async () => {
      for (const name of ['a', 'b']) {
        room.spawn(name, async () => {
          await lock.acquire();
          lines.push(name);
          lock.release();
        });
      }
      await room.nextTick();
      lock.release();
      await lock.acquire();
      lines.push('newcomer');
      lock.release();
    });
    return lines;
  });
  expect(log).toEqual(['a', 'b', 'newcomer']);
});

test('V9.3 use releases its permit however its function ends', async () => {
  const seen = await play(async (room) => {
    const lock = room.semaphore(1);
    const value = await lock.use(() => 'value');
    const error = await caught(() =>
      lock.use(() => {
        throw new Error('oh');
      }),
    );
    await room.within(100, () => lock.use(() => room.sleep(1000)));
    return [value, String(error), lock.free];
  });
  expect(seen).toEqual(['value', 'Error: oh', 1]);
});

test('V9.3 and takes none where it is cancelled while it waits for one', async () => {
  const seen = await play(async (room) => {
    const lock = room.semaphore(1);
    await lock.acquire();
    await room.within(100, () => lock.use(() => room.sleep(1000)));
    lock.release();
    return lock.free;
  });
  expect(seen).toBe(1);
});

test('V9.4 releasing what nobody holds is ReleasedTooOften', async () => {
  const error = await play((room) => caught(() => room.semaphore(1).release()));
  expect(error).toBeInstanceOf(ReleasedTooOften);
});

test.each([0, 1.5, NaN])('V9.5 %d permits are a RangeError', async (permits) => {
  const error = await play((room) => caught(() => room.semaphore(permits)));
  expect(error).toBeInstanceOf(RangeError);
});

test('R18.1 its methods check that the room is in a turn of its own', async () => {
  let lock: Semaphore | undefined;
  const match = virtual(async (room) => {
    lock = room.semaphore(1);
    await room.sleep(1000);
  });
  await match.tick();
  expect(() => lock?.acquire()).toThrow(OutsideTurn);
  expect(() => lock?.use(() => 1)).toThrow(OutsideTurn);
  expect(() => lock?.release()).toThrow(OutsideTurn);
});

test('V9.6 a strand that holds all permits and waits for another is PermitDeadlock', async () => {
  const seen = await play(async (room) => {
    const lock = room.semaphore(1);
    const pair = room.semaphore(2);
    const nested = await caught(() => lock.use(() => lock.use(() => 'never')));
    const twice = await caught(() => pair.use(() => pair.use(() => pair.acquire())));
    return [nested, twice, lock.free, pair.free, room.tick];
  });
  expect(seen).toEqual([expect.any(PermitDeadlock), expect.any(PermitDeadlock), 1, 2, 1]);
  expect(String(seen[0])).toContain('"play" waits for a permit of a semaphore and holds its only one itself');
  expect(String(seen[1])).toContain('holds all 2 of them itself');
});

test('V9.6 also where the permit is held by a strand that waits for nothing but this one', async () => {
  const error = await play(async (room) => {
    const lock = room.semaphore(1);
    return caught(() => lock.use(() => room.scope(() => room.all([() => lock.use(() => 'never')]))));
  });
  expect(error).toBeInstanceOf(PermitDeadlock);
});

test('V9.6 it is none while others may release it: a sibling, another call of the strand, or a deadline', async () => {
  const seen = await play(async (room) => {
    const lock = room.semaphore(1);
    const bySibling = await lock
      .use(() =>
        room.all([
          () => lock.use(() => 'sibling'),
          async () => {
            await room.sleep(100);
            lock.release();
          },
        ]),
      )
      .catch(String);
    const other = room.semaphore(1);
    const byItself = await Promise.all([
      other.use(async () => {
        await room.sleep(100);
        return 'one';
      }),
      other.use(() => 'two'),
    ]);
    const third = room.semaphore(1);
    const byDeadline = await third.use(() => room.within(100, () => third.use(() => 'never')));
    return [bySibling, byItself, byDeadline];
  });
  expect(seen).toEqual([
    'ReleasedTooOften: the semaphore has all its 1 permits: release() only what was acquired',
    ['one', 'two'],
    undefined,
  ]);
});

test('V9.7 a permit is released where its block ends, however that ends, and once', async () => {
  const seen = await play(async (room) => {
    const lock = room.semaphore(1);
    const log: unknown[] = [];
    {
      using permit = await lock.acquire();
      log.push(lock.free);
      permit.release();
      log.push(lock.free);
    }
    log.push(lock.free);
    await caught(async () => {
      using permit = await lock.acquire();
      void permit;
      throw new Error('oh');
    });
    log.push(lock.free);
    await room.within(100, async () => {
      using permit = await lock.acquire();
      void permit;
      await room.sleep(10_000);
    });
    return [...log, lock.free];
  });
  expect(seen).toEqual([0, 1, 1, 1, 1]);
});

test('V9.7 a permit that was handed over and never taken goes to the next, and counts as nobody else holds it', async () => {
  const seen = await play(async (room) => {
    const lock = room.semaphore(1);
    const first = await lock.acquire();
    const one = room.spawn('one', () => lock.acquire());
    const two = room.spawn('two', () => lock.use(() => 'two'));
    await room.nextTick();
    first.release();
    one.cancel();
    return [await two.join(), lock.free, await lock.use(() => 'mine')];
  });
  expect(seen).toEqual(['two', 1, 'mine']);
});

test('R16.5 a second acquire of one strand, while its first waits, is DuplicateWait', async () => {
  const seen = await play(async (room) => {
    const lock = room.semaphore(1);
    room.spawn('holder', () => lock.use(() => room.sleep(100)));
    await room.nextTick();
    const first = lock.acquire();
    const error = await caught(() => lock.acquire());
    await first;
    return error;
  });
  expect(seen).toBeInstanceOf(DuplicateWait);
});
