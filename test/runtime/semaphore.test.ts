import { expect, test } from 'vitest';
import { OutsideTurn, ReleasedTooOften, type Semaphore } from '../../shared/runtime/index.ts';
import { caught, play, virtual } from './play.ts';

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
