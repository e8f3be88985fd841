import { expect, test } from 'vitest';
import { JoinCycle, type Task } from '../../../shared/runtime/index.ts';
import { caught, play, type TestRoom } from '../play.ts';

test('R11.12 a task that joins itself is JoinCycle', async () => {
  const error = await play(async (room) => {
    const task: Task<unknown> = room.spawn('loner', () => caught(() => task.join()));
    return task.join();
  });
  expect(error).toBeInstanceOf(JoinCycle);
  expect(String(error)).toBe('JoinCycle: "loner" cannot join itself: it could never end');
});

test.each([2, 3, 1000])(
  'R11.12 the last join of a ring of %i tasks is JoinCycle, and the others end',
  async (count) => {
    const errors = await play(async (room) => {
      const tasks: Task<unknown>[] = [];
      for (let index = 0; index < count; index++) {
        tasks.push(
          room.spawn(`t${index}`, async () => {
            try {
              return await tasks[(index + 1) % count]?.join();
            } catch (error) {
              return error;
            }
          }),
        );
      }
      return Promise.all(tasks.map((task) => task.join()));
    });
    const told = `JoinCycle: "t${count - 1}" cannot join "t0", which waits for it to end: neither could ever end`;
    // The others get it by their joins, as the value of the task.
    expect(errors.map(String)).toEqual(Array.from({ length: count }, () => told));
  },
);

type Verb = (room: TestRoom, inside: () => Promise<unknown>) => Promise<unknown>;
const VERBS: [string, Verb][] = [
  ['scope', (room, inside) => room.scope(inside)],
  ['all', (room, inside) => room.all([() => room.sleep(10), inside])],
  ['race', (room, inside) => room.race([inside])],
  ['timeout', (room, inside) => room.timeout(1000, inside)],
  ['shield', (room, inside) => room.shield(1000, inside)],
  [
    'spawn',
    (room, inside) =>
      room.scope(async (scope) => {
        await scope.spawn('child', inside).join();
      }),
  ],
];

test.each(VERBS)('R11.12 joining an ancestor from within its %s is JoinCycle', async (_, verb) => {
  const error = await play(async (room) => {
    let seen: unknown;
    const task: Task<unknown> = room.spawn('ancestor', () =>
      verb(room, async () => {
        await verb(room, async () => {
          seen = await caught(() => task.join());
        });
      }),
    );
    await task.join();
    return seen;
  });
  expect(error).toBeInstanceOf(JoinCycle);
});

test('R11.12 joining an ancestor ten thousand scopes above is JoinCycle', async () => {
  const error = await play(async (room) => {
    const dive = (depth: number): Promise<unknown> =>
      depth === 0 ? caught(() => task.join()) : room.scope(() => dive(depth - 1));
    const task: Task<unknown> = room.spawn('ancestor', () => dive(10_000));
    return task.join();
  });
  expect(error).toBeInstanceOf(JoinCycle);
});

test('R11.12 a task may join the one that spawned it into the scope of both', async () => {
  const seen = await play(async (room) => {
    let joined: unknown;
    const parent: Task<string> = room.spawn('parent', async () => {
      room.spawn('child', async () => {
        joined = await parent.join();
      });
      await room.sleep(100);
      return 'parent';
    });
    await room.sleep(500);
    return joined;
  });
  expect(seen).toBe('parent');
});

test('R11.12 what was joined before and is joined no more is no ring', async () => {
  const seen = await play(async (room) => {
    const tasks: Task<unknown>[] = [];
    tasks.push(
      room.spawn('a', async () => {
        await room.within(50, () => tasks[1]?.join() ?? Promise.resolve());
        await room.sleep(500);
        return 'a';
      }),
      room.spawn('b', async () => {
        await room.sleep(100);
        return tasks[0]?.join();
      }),
    );
    return tasks[1]?.join();
  });
  expect(seen).toBe('a');
});

test('R11.12 a row of 50,000 joins costs no time to speak of, whichever way it is made', async () => {
  const seen = await play(async (room) => {
    const count = 50_000;
    const forward: Task<unknown>[] = [];
    const backward: Task<unknown>[] = [room.spawn('b', () => room.sleep(100))];
    for (let index = 0; index < count; index++) {
      forward.push(room.spawn('f', () => forward[index + 1]?.join() ?? room.sleep(100)));
      backward.push(room.spawn('b', () => backward[index]?.join() ?? Promise.resolve()));
    }
    await forward[0]?.join();
    await backward[count]?.join();
    return 'ended';
  });
  expect(seen).toBe('ended');
});
