import { expect, test } from 'vitest';
import { OutsideTurn, type Condition } from '../../shared/runtime/index.ts';
import { play, virtual } from './play.ts';

test('V10.1 notify wakes those who have waited longest, as many as it is told', async () => {
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
