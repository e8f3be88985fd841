import { expect, test } from 'vitest';
import {
  Cancelled,
  DuplicateWait,
  OutsideTurn,
  QueueClosed,
  QueueFull,
  type Queue,
} from '../../../shared/runtime/index.ts';
import { caught, play, virtual } from '../play.ts';

test('V8.1 items come out in the order in which they went in', async () => {
  const items = await play(async (room) => {
    const queue = room.queue<number>(3);
    for (const item of [1, 2, 3]) queue.tryPut(item);
    return [await queue.take(), await queue.take(), await queue.take(), queue.length];
  });
  expect(items).toEqual([1, 2, 3, 0]);
});

test('V8.2 each item goes to one taker, first come, first served', async () => {
  const log = await play(async (room) => {
    const queue = room.queue<string>(3);
    const lines: string[] = [];
    const take = (name: string) => async (): Promise<void> => void lines.push(`${name} ${await queue.take()}`);
    await room.scope(async () => {
      for (const name of ['a', 'b', 'c']) room.spawn(name, take(name));
      await room.nextTick();
      for (const item of ['x', 'y', 'z']) queue.tryPut(item);
    });
    return lines;
  });
  expect(log).toEqual(['a x', 'b y', 'c z']);
});

test('V8.3 tryPut into a full queue is QueueFull, and nothing was put', async () => {
  const [error, length] = await play(async (room) => {
    const queue = room.queue<number>(2);
    queue.tryPut(1);
    queue.tryPut(2);
    return [await caught(() => queue.tryPut(3)), queue.length];
  });
  expect(error).toBeInstanceOf(QueueFull);
  expect(length).toBe(2);
});

test('V8.4 put waits for room, first come, first served', async () => {
  const log = await play(async (room) => {
    const queue = room.queue<number>(1);
    const lines: unknown[] = [];
    queue.tryPut(0);
    const put = (item: number) => async (): Promise<void> => {
      await queue.put(item);
      lines.push(`put ${item}`);
    };
    await room.scope(async () => {
      room.spawn('one', put(1));
      room.spawn('two', put(2));
      await room.sleep(100);
      for (let left = 3; left > 0; left--) {
        lines.push(await queue.take());
        await room.nextTick();
      }
    });
    return lines;
  });
  expect(log).toEqual([0, 'put 1', 1, 'put 2', 2]);
});

test('V8.4 one that waits to put and is cancelled puts nothing', async () => {
  const seen = await play(async (room) => {
    const queue = room.queue<number>(1);
    queue.tryPut(0);
    await room.within(100, () => queue.put(1));
    return [await queue.take(), queue.length];
  });
  expect(seen).toEqual([0, 0]);
});

test('V8.5 a closed queue takes nothing more, and gives what it has', async () => {
  const seen = await play(async (room) => {
    const queue = room.queue<number>(2);
    queue.tryPut(1);
    queue.close();
    const tryPut = await caught(() => queue.tryPut(2));
    const put = await caught(() => queue.put(2));
    const item = await queue.take();
    const take = await caught(() => queue.take());
    queue.close();
    return [[tryPut, put, take].map((error) => error instanceof QueueClosed), item, queue.closed];
  });
  expect(seen).toEqual([[true, true, true], 1, true]);
});

test('V8.5 closing rejects those who wait with QueueClosed', async () => {
  const seen = await play(async (room) => {
    const empty = room.queue<number>(1);
    const full = room.queue<number>(1);
    full.tryPut(1);
    const log: unknown[] = [];
    await room.scope(async () => {
      room.spawn('taker', async () => log.push(await caught(() => empty.take())));
      room.spawn('putter', async () => log.push(await caught(() => full.put(2))));
      await room.nextTick();
      empty.close();
      full.close();
    });
    return log.map((error) => error instanceof QueueClosed);
  });
  expect(seen).toEqual([true, true]);
});

test('V8.5 a loop that keeps taking from a closed queue lets the others have their turns', async () => {
  const seen = await play(async (room) => {
    const queue = room.queue<number>(1);
    queue.close();
    let failures = 0;
    const stubborn = room.spawn('stubborn', async () => {
      while (failures < 50) await queue.take().catch(() => failures++);
    });
    await room.sleep(0);
    await room.sleep(0);
    const before = failures;
    await stubborn.join();
    return [before, failures];
  });
  expect(seen).toEqual([1, 50]);
});

test('V8.6 a loop takes items until the queue is closed and empty', async () => {
  const items = await play(async (room) => {
    const queue = room.queue<number | undefined>(2);
    const log: unknown[] = [];
    const loop = room.spawn('loop', async () => {
      for await (const item of queue) {
        log.push(item);
        await room.sleep(10);
      }
      log.push('over');
    });
    for (const item of [1, undefined, 3]) await queue.put(item);
    queue.close();
    await loop.join();
    return log;
  });
  expect(items).toEqual([1, undefined, 3, 'over']);
});

test('V8.6 several loops share its items', async () => {
  const counts = await play(async (room) => {
    const queue = room.queue<number>(100);
    for (let item = 0; item < 100; item++) queue.tryPut(item);
    queue.close();
    const taken = new Set<number>();
    const worker = async (): Promise<number> => {
      let count = 0;
      for await (const item of queue) {
        taken.add(item);
        count++;
        await room.sleep(50);
      }
      return count;
    };
    const each = await room.all([worker, worker, worker, worker]);
    return [each, taken.size];
  });
  expect(counts).toEqual([[25, 25, 25, 25], 100]);
});

test('V8.6 breaking out of a loop leaves the rest in the queue', async () => {
  const seen = await play(async (room) => {
    const queue = room.queue<number>(3);
    for (const item of [1, 2, 3]) queue.tryPut(item);
    for await (const item of queue) if (item === 1) break;
    return [queue.length, await queue.take()];
  });
  expect(seen).toEqual([2, 2]);
});

test('V8.7 join waits until done was called for each item that was put', async () => {
  const seen = await play(async (room) => {
    const queue = room.queue<number>(5);
    await queue.join();
    room.spawn('worker', async () => {
      for await (const _ of queue) {
        await room.sleep(100);
        queue.done();
      }
    });
    for (const item of [1, 2, 3]) queue.tryPut(item);
    await queue.join();
    return [room.now, await caught(() => queue.done())];
  });
  const [now, error] = seen;
  expect(now).toBe(350);
  expect(error).toBeInstanceOf(RangeError);
});

test.each([0, -1, NaN])('V8.8 a limit of %d is a RangeError', async (limit) => {
  const error = await play((room) => caught(() => room.queue(limit)));
  expect(error).toBeInstanceOf(RangeError);
});

test('R18.1 its methods check that the room is in a turn of its own', async () => {
  let queue: Queue<number> | undefined;
  const match = virtual(async (room) => {
    queue = room.queue(1);
    await queue.take();
  });
  await match.tick();
  expect(() => queue?.tryPut(1)).toThrow(OutsideTurn);
  expect(() => queue?.put(1)).toThrow(OutsideTurn);
  expect(() => queue?.take()).toThrow(OutsideTurn);
  expect(() => queue?.done()).toThrow(OutsideTurn);
  expect(() => queue?.join()).toThrow(OutsideTurn);
  expect(() => queue?.close()).toThrow(OutsideTurn);
});

test('R18.2 a taker that was cancelled leaves no residue', async () => {
  const seen = await play(async (room) => {
    const queue = room.queue<string>(1);
    for (let round = 0; round < 10; round++) await room.within(50, () => queue.take());
    queue.tryPut('item');
    return [queue.length, await queue.take()];
  });
  expect(seen).toEqual([1, 'item']);
});

test('R5.4 items that were handed over and given back, thousands at once, come out in their order', async () => {
  const count = 5_000;
  const seen = await play(async (room) => {
    const queue = room.queue<number>(2 * count);
    await room.scope(async (scope) => {
      for (let index = 0; index < count; index++) scope.spawn('taker', () => queue.take());
      await room.nextTick();
      for (let item = 0; item < 2 * count; item++) queue.tryPut(item);
      scope.cancel();
    });
    const items: number[] = [];
    while (queue.length > 0) items.push(await queue.take());
    return items;
  });
  expect(seen).toEqual(Array.from({ length: 2 * count }, (_, item) => item));
});

test('V8.5 a taker waits on after the close while an item may come back to it', async () => {
  const seen = await play(async (room) => {
    const queue = room.queue<string>(3);
    const log: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      for await (const item of queue) {
        log.push(`${name} ${item}`);
        queue.done();
      }
      log.push(`${name} ends`);
    };
    const one = room.spawn('one', work('one'));
    room.spawn('two', work('two'));
    room.spawn('three', work('three'));
    await room.nextTick();
    queue.tryPut('x');
    queue.close();
    one.cancel();
    await queue.join();
    await room.nextTick();
    return log;
  });
  expect(seen).toEqual(['two x', 'three ends', 'two ends']);
});

test('V8.5 one that comes while an item is on its way waits for it too', async () => {
  const seen = await play(async (room) => {
    const queue = room.queue<string>(3);
    const one = room.spawn('one', () => queue.take());
    await room.nextTick();
    queue.tryPut('x');
    queue.close();
    const late = room.spawn('late', () => queue.take());
    one.cancel();
    return [await late.join(), await caught(() => queue.take())];
  });
  expect(seen).toEqual(['x', expect.any(QueueClosed)]);
});

test('V8.5 takers are rejected once the last item on its way has been taken', async () => {
  const seen = await play(async (room) => {
    const queue = room.queue<string>(3);
    const one = room.spawn('one', () => queue.take());
    const two = room.spawn('two', () => caught(() => queue.take()));
    await room.nextTick();
    queue.tryPut('x');
    queue.close();
    return [await one.join(), await two.join(), room.tick];
  });
  expect(seen).toEqual(['x', expect.any(QueueClosed), 2]);
});

test('R16.5 a second take of one strand, while its first waits, is DuplicateWait, and the first goes on', async () => {
  const seen = await play(async (room) => {
    const queue = room.queue<number>(10);
    const first = queue.take();
    const error = await caught(() => queue.take());
    queue.tryPut(1);
    queue.tryPut(2);
    // The first has its item, but its strand has not resumed with it.
    const early = await caught(() => queue.take());
    return [error, early, await first, await queue.take()];
  });
  expect(seen).toEqual([expect.any(DuplicateWait), expect.any(DuplicateWait), 1, 2]);
  expect(String(seen[0])).toContain('already waits for queue.take');
  expect(String(seen[0])).toContain('room.within(ms, () => …)');
});

test('R16.5 so a native race in a loop loses nothing without a word', async () => {
  const error = await play(async (room) => {
    const queue = room.queue<number>(10);
    return caught(async () => {
      for (;;) await Promise.race([queue.take(), room.sleep(100)]);
    });
  });
  expect(error).toBeInstanceOf(DuplicateWait);
});

test('R16.5 several queues, branches of all, and several puts that wait for room are no harm', async () => {
  const seen = await play(async (room) => {
    const [one, two] = [room.queue<number>(1), room.queue<number>(1)];
    room.spawn('putter', async () => {
      await Promise.all([one.put(1), one.put(2), one.put(3), two.put(4)]);
    });
    const natively = await Promise.all([one.take(), two.take()]);
    return [...natively, ...(await room.all([() => one.take(), () => one.take()]))];
  });
  expect(seen).toEqual([1, 4, 2, 3]);
});

test('R16.5 a strand that was cancelled calls as often as it likes: its earlier calls are over', async () => {
  const errors = await play(async (room) => {
    const queue = room.queue<number>(1);
    const found: unknown[] = [];
    await room.scope(async (scope) => {
      const first = queue.take();
      scope.cancel();
      found.push(await caught(() => queue.take()), await caught(() => first));
    });
    return found;
  });
  expect(errors).toEqual([expect.any(Cancelled), expect.any(Cancelled)]);
});

test.each([0, -1, 1.5, NaN, Infinity, undefined, '3', {}])(
  'V8.8 a limit of %j is a RangeError that names it',
  async (limit) => {
    const error = await play((room) => caught(() => room.queue(limit as number)));
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain('a queue holds 1 or more items, a whole number, not');
  },
);
