import { expect, test } from 'vitest';
import { SystemError } from '../../../shared/runtime/index.ts';
import { caught, play, type TestRoom } from '../play.ts';

test('V5.1 until goes on once its condition holds, which is looked at once in each tick', async () => {
  const seen = await play(async (room) => {
    let looks = 0;
    await room.until(() => {
      looks++;
      return room.now >= 200;
    });
    return [room.now, looks];
  });
  // When called, in the same tick, and in each of the three after it.
  expect(seen).toEqual([200, 5]);
});

test('V5.2 a condition that holds when until is called goes on in this tick', async () => {
  const seen = await play(async (room) => {
    await room.until(() => true);
    return room.tick;
  });
  expect(seen).toBe(1);
});

test('V5.3 conditions see what systems and deadlines of the tick have done', async () => {
  const seen = await play(async (room) => {
    let steps = 0;
    room.onTick(() => {
      steps++;
    });
    await room.until(() => steps === 3);
    return [room.tick, steps];
  });
  expect(seen).toEqual([3, 3]);
});

test('T1.4 conditions are looked at in the order of the calls', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    const wait = (name: string) => async (): Promise<void> => {
      await room.until(() => room.tick === 3);
      lines.push(name);
    };
    await room.all([wait('a'), wait('b'), wait('c')]);
    return lines;
  });
  expect(log).toEqual(['a', 'b', 'c']);
});

test('V5.4 an error in the condition is the error of the call', async () => {
  const seen = await play(async (room) => {
    const atOnce = await caught(() =>
      room.until(() => {
        throw new Error('at once');
      }),
    );
    const later = await caught(() =>
      room.until(() => {
        if (room.tick === 3) throw new Error('later');
        return false;
      }),
    );
    return [String(atOnce), String(later), room.tick];
  });
  expect(seen).toEqual(['Error: at once', 'Error: later', 3]);
});

const forbidden: [string, (room: TestRoom) => unknown][] = [
  ['returns a promise', () => Promise.resolve(true)],
  ['sleeps', (room) => room.sleep(10)],
  ['spawns', (room) => room.spawn('task', () => 1)],
  ['opens a scope', (room) => room.scope(async () => true)],
  ['starts a system', (room) => room.onTick(() => undefined)],
  ['waits for another condition', (room) => room.until(() => true)],
];

test.each(forbidden)('R17.6 a condition that %s is an error', async (_, condition) => {
  const error = await play((room) => caught(() => room.until(() => condition(room) as boolean)));
  expect(error).toBeInstanceOf(SystemError);
});

test('V5.5 until ends with its scope, and its condition is looked at no more', async () => {
  const seen = await play(async (room) => {
    let looks = 0;
    const look = (): boolean => {
      looks++;
      return false;
    };
    await room.within(100, () => room.until(look));
    const before = looks;
    await room.sleep(500);
    return looks - before;
  });
  expect(seen).toBe(0);
});
