import { expect, test } from 'vitest';
import { DuplicateWait, OutsideTurn, SystemError, type Condition } from '../../../shared/runtime/index.ts';
import { caught, play, virtual } from '../play.ts';

test('V10.1 notify wakes the given number of longest waiting strands', async () => {
  const log = await play(async (room) => {
    const condition = room.condition();
    const lines: string[] = [];
    await room.scope(async (scope) => {
      for (const name of ['a', 'b', 'c', 'd']) {
        room.spawn(name, () => condition.wait().then(() => lines.push(name)));
      }
      await room.nextTick();
      condition.notify();
      await room.nextTick();
      lines.push('|');
      condition.notify(2);
      await room.nextTick();
      scope.cancel();
    });
    return lines;
  });
  expect(log).toEqual(['a', '|', 'b', 'c']);
});

test('V10.2 notifyAll wakes all, and those who come later wait again', async () => {
  const seen = await play(async (room) => {
    const condition = room.condition();
    const log: string[] = [];
    condition.notifyAll();
    await room.scope(async () => {
      for (const name of ['a', 'b']) room.spawn(name, () => condition.wait().then(() => log.push(name)));
      await room.nextTick();
      condition.notifyAll();
      await room.nextTick();
    });
    return [log, await room.within(100, () => condition.wait().then(() => 'woken'))];
  });
  expect(seen).toEqual([['a', 'b'], undefined]);
});

test('V10.3 waitFor looks at its predicate when called and after each notification', async () => {
  const seen = await play(async (room) => {
    const condition = room.condition();
    let stock = 0;
    let looks = 0;
    const buyer = room.spawn('buyer', async () => {
      await condition.waitFor(() => {
        looks++;
        return stock >= 2;
      });
      return room.tick;
    });
    for (let round = 0; round < 3; round++) {
      await room.nextTick();
      stock++;
      condition.notifyAll();
    }
    return [await buyer.join(), looks];
  });
  expect(seen).toEqual([3, 3]);
});

test('V10.3 a predicate that holds goes on at once', async () => {
  const seen = await play(async (room) => {
    await room.condition().waitFor(() => true);
    return room.tick;
  });
  expect(seen).toBe(1);
});

test('R18.3 a condition needs no lock: between its return and the next await nothing has changed', async () => {
  const seen = await play(async (room) => {
    const condition = room.condition();
    let stock = 0;
    const sold: number[] = [];
    const buy = async (): Promise<void> => {
      await condition.waitFor(() => stock > 0);
      sold.push(stock--);
    };
    await room.all([
      buy,
      buy,
      buy,
      async () => {
        for (let item = 0; item < 3; item++) {
          await room.nextTick();
          stock++;
          condition.notifyAll();
        }
      },
    ]);
    return [sold, stock];
  });
  expect(seen).toEqual([[1, 1, 1], 0]);
});

test('R18.1 its methods check that the room is in a turn of its own', async () => {
  let condition: Condition | undefined;
  const match = virtual(async (room) => {
    condition = room.condition();
    await condition.wait();
  });
  await match.tick();
  expect(() => condition?.notify()).toThrow(OutsideTurn);
  expect(() => condition?.notifyAll()).toThrow(OutsideTurn);
  expect(() => condition?.wait()).toThrow(OutsideTurn);
  expect(() => condition?.waitFor(() => true)).toThrow(OutsideTurn);
});

test('V10.4 its predicate is synchronous, as a system: a promise is SystemError, and so is a waiting call', async () => {
  const errors = await play(async (room) => {
    const condition = room.condition();
    const promising = (async () => false) as unknown as () => boolean;
    const waiting = (): boolean => {
      void room.sleep(1);
      return true;
    };
    return [await caught(() => condition.waitFor(promising)), await caught(() => condition.waitFor(waiting))];
  });
  expect(errors).toEqual([expect.any(SystemError), expect.any(SystemError)]);
});

test('V10.4 whatever it does leaves nothing behind: notifications go to those who still wait', async () => {
  const seen = await play(async (room) => {
    const condition = room.condition();
    const log: unknown[] = [];
    await room.scope(async (scope) => {
      let looked = 0;
      const task = scope.spawn('suicidal', () =>
        condition.waitFor(() => {
          if (looked++ > 0) task.cancel();
          return false;
        }),
      );
      scope.spawn('thrower', async () => {
        let count = 0;
        log.push(
          await caught(() =>
            condition.waitFor(() => {
              if (count++ > 0) throw new Error('broken');
              condition.notify();
              return false;
            }),
          ),
        );
      });
      scope.spawn('patient', async () => {
        await condition.wait();
        log.push('patient');
      });
      await room.nextTick();
      condition.notifyAll();
      await room.nextTick();
      condition.notify();
    });
    return log;
  });
  expect(seen.map(String)).toEqual(['Error: broken', 'patient']);
});

test.each([-1, 1.5, NaN, '2', {}])('V10.5 notify(%j) is a RangeError', async (count) => {
  const error = await play(async (room) => caught(() => room.condition().notify(count as number)));
  expect(error).toBeInstanceOf(RangeError);
});

test('V10.5 notify(Infinity) wakes all, and notify(0) none', async () => {
  const seen = await play(async (room) => {
    const condition = room.condition();
    let woken = 0;
    for (let index = 0; index < 3; index++) room.spawn('waiter', () => condition.wait().then(() => woken++));
    await room.nextTick();
    condition.notify(0);
    await room.nextTick();
    const before = woken;
    condition.notify(Infinity);
    await room.nextTick();
    return [before, woken];
  });
  expect(seen).toEqual([0, 3]);
});

test('R16.5 a second wait of one strand, while its first waits, is DuplicateWait, of waitFor too', async () => {
  const errors = await play(async (room) => {
    const condition = room.condition();
    const first = condition.wait();
    const found = [await caught(() => condition.wait()), await caught(() => condition.waitFor(() => false))];
    condition.notify();
    await first;
    return found;
  });
  expect(errors).toEqual([expect.any(DuplicateWait), expect.any(DuplicateWait)]);
});
