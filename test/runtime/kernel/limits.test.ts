import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../shared/runtime/host.ts';
import { LimitReached, type TaskGroupError } from '../../../shared/runtime/index.ts';
import { caught, play, resultOf, virtual } from '../play.ts';

test('L1 a room has bounds, each with a default', () => {
  expect(DEFAULT_LIMITS).toEqual({
    strands: 200_000,
    waits: 400_000,
    turnsPerTick: 500_000,
    cancelledTurns: 100,
    spawnsWhileCancelled: 1_000,
    systems: 10_000,
  });
});

test('L2 too many tasks at a time: LimitReached from spawn, and nothing was spawned', async () => {
  const seen = await play(
    async (room) => {
      const tasks = Array.from({ length: 4 }, () => room.spawn('task', () => room.sleep(100)));
      const error = await caught(() => room.spawn('one more', () => room.sleep(100)));
      for (const task of tasks) await task.join();
      const again = await room.spawn('again', async () => 'fits').join();
      return [error instanceof LimitReached, String(error), again];
    },
    { strands: 5 },
  );
  expect(seen).toEqual([true, 'LimitReached: the room may have at most 5 tasks at a time', 'fits']);
});

test('L2 from all: it rejects with LimitReached, and the branches that had begun are cancelled', async () => {
  const seen = await play(
    async (room) => {
      const log: string[] = [];
      const branch = async (): Promise<void> => {
        await caught(() => room.sleep(1000));
        log.push('cancelled');
      };
      const error = await caught(() => room.all([branch, branch, branch]));
      return [error instanceof LimitReached, log, room.now];
    },
    { strands: 3 },
  );
  expect(seen).toEqual([true, ['cancelled', 'cancelled'], 50]);
});

test('L2 from a scope: the call rejects, and the script goes on', async () => {
  const match = virtual(
    async (room) => {
      const errors = [
        await caught(() => room.scope(async () => 1)),
        await caught(() => room.timeout(100, async () => 1)),
        await caught(() => room.shield(100, async () => 1)),
        await caught(() => room.race([async () => 1])),
      ];
      return errors.map((error) => error instanceof LimitReached);
    },
    { limits: { strands: 1 } },
  );
  await match.tick();
  expect(resultOf(match)).toEqual([true, true, true, true]);
});

test('L3 too many calls that wait at a time: LimitReached from the call', async () => {
  const seen = await play(
    async (room) => {
      const sleeps = [room.sleep(100), room.sleep(100), room.sleep(100)];
      const errors = [await caught(() => room.sleep(100)), await caught(() => room.all([() => 1]))];
      await Promise.all(sleeps);
      await room.sleep(100);
      return errors.map((error) => error instanceof LimitReached);
    },
    { waits: 3 },
  );
  expect(seen).toEqual([true, true]);
});

test('L4 too many systems at a time: LimitReached from the call', async () => {
  const error = await play(
    async (room) => {
      const first = room.onTick(() => undefined);
      room.every(100, () => undefined);
      const thrown = await caught(() => room.onTick(() => undefined));
      first.stop();
      room.onTick(() => undefined);
      return thrown;
    },
    { systems: 2 },
  );
  expect(error).toBeInstanceOf(LimitReached);
});

test('R15.1 100,000 strands work', async () => {
  const seen = await play(async (room) => {
    let slept = 0;
    await room.scope(async () => {
      for (let task = 0; task < 100_000; task++) {
        room.spawn('task', async () => {
          await room.sleep(100);
          slept++;
        });
      }
    });
    return [slept, room.now];
  });
  expect(seen).toEqual([100_000, 150]);
});

test('R15.1 and can all be cancelled', async () => {
  const match = virtual(async (room) => {
    const event = room.event();
    await room.within(100, async () => {
      const shared = room.spawn('shared', () => room.sleep(10_000));
      for (let task = 0; task < 25_000; task++) {
        room.spawn('sleeper', () => room.sleep(10_000));
        room.spawn('waiter', () => event.wait());
        room.spawn('joiner', () => shared.join());
        room.spawn('watcher', () => room.scope(() => room.sleep(5000)));
      }
    });
    return room.now;
  });
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toBe(150);
});

test('R15.2 scopes may be nested a thousand deep', async () => {
  const seen = await play(async (room) => {
    const dive = (depth: number): Promise<unknown> =>
      depth === 0 ? room.sleep(10_000) : room.scope(() => dive(depth - 1));
    await room.within(100, () => dive(1000));
    const error = await caught(() => room.timeout(100, () => dive(1000)));
    return [room.now, (error as Error).name];
  });
  expect(seen).toEqual([250, 'TimeoutError']);
});

test('R15.3 a scope may collect many errors', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async () => {
        for (let task = 0; task < 1000; task++) {
          room.spawn('task', async () => {
            await caught(() => room.sleep(1000));
            throw new Error(`error ${task}`);
          });
        }
        await room.nextTick();
        throw new Error('body');
      }),
    ),
  );
  const { errors } = error as TaskGroupError;
  expect([errors.length, String(errors[0]), String(errors[1000])]).toEqual([1001, 'Error: error 0', 'Error: body']);
});

test('R15.4 groups within groups have short messages, which tell the first error', async () => {
  const error = await play((room) => {
    const dive = (depth: number): Promise<unknown> =>
      room.scope(async (scope) => {
        scope.spawn('deeper', async () => {
          if (depth === 0) throw new Error('deep');
          await dive(depth - 1);
        });
      });
    return caught(() => dive(1000));
  });
  expect(String(error)).toBe('TaskGroupError: 1 error in scope: deep');
});
