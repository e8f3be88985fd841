import { expect, test } from 'vitest';
import { SystemError, type TaskGroupError, type SystemHandle } from '../../../shared/runtime/index.ts';
import { caught, play, resultOf, unhandledIn, virtual, type TestRoom } from '../play.ts';

test('V6.1 onTick runs its function in each tick, the present one included', async () => {
  const ticks = await play(async (room) => {
    const log: number[] = [];
    room.onTick(() => void log.push(room.tick));
    await room.sleep(150);
    return log;
  });
  expect(ticks).toEqual([1, 2, 3]);
});

test.each([
  { periodMs: 100, rule: 'each time its period has passed', at: [150, 250, 350, 450, 550, 650, 750] },
  // 50 + 70, 140, 210 … each at the first tick after it.
  {
    periodMs: 70,
    rule: 'without drift where its period is no whole number of ticks',
    at: [150, 200, 300, 350, 400, 500, 550, 650, 700, 750],
  },
])('V6.2 every runs its function $rule', async ({ periodMs, at }) => {
  const times = await play(async (room) => {
    const log: number[] = [];
    room.every(periodMs, () => void log.push(room.now));
    await room.sleep(750);
    return log;
  });
  expect(times).toEqual(at);
});

test('V6.3 it runs once in a tick at most', async () => {
  const ticks = await play(async (room) => {
    const log: number[] = [];
    room.every(10, () => void log.push(room.tick));
    await room.sleep(200);
    return log;
  });
  expect(ticks).toEqual([2, 3, 4]);
});

test.each([0, -1, NaN])('V6.2 a period of %d ms is a RangeError', async (ms) => {
  const error = await play((room) => caught(() => room.every(ms, () => undefined)));
  expect(error).toBeInstanceOf(RangeError);
});

test('V6.4 stop ends a system, from inside too', async () => {
  const counts = await play(async (room) => {
    let outside = 0;
    let inside = 0;
    const first = room.onTick(() => {
      outside++;
    });
    const second: SystemHandle = room.onTick(() => {
      if (++inside === 2) second.stop();
    });
    await room.sleep(100);
    first.stop();
    await room.sleep(200);
    return [outside, inside];
  });
  expect(counts).toEqual([2, 2]);
});

test('R17.7 a system belongs to the calling scope: it ends with it', async () => {
  const [inner, outer] = await play(async (room) => {
    let count = 0;
    await room.scope(async () => {
      room.onTick(() => {
        count++;
      });
      await room.sleep(100);
    });
    const before = count;
    await room.sleep(500);
    return [before, count];
  });
  expect([inner, outer]).toEqual([2, 2]);
});

test('R17.7 and stops as soon as its scope is cancelled, though cleanup goes on', async () => {
  const [before, after] = await play(async (room) => {
    let count = 0;
    let atCancel = 0;
    await room.scope(async (scope) => {
      room.onTick(() => {
        count++;
      });
      await room.sleep(100);
      scope.cancel();
      atCancel = count;
      await room.shield(1000, () => room.sleep(300));
    });
    return [atCancel, count];
  });
  expect(after).toBe(before);
});

test('R17.8 a system that throws fails its scope', async () => {
  const seen = await play(async (room) => {
    const error = await caught(() =>
      room.scope(async () => {
        room.onTick(() => {
          if (room.tick === 3) throw new Error('oh');
        });
        await room.sleep(10_000);
      }),
    );
    return [String(error), room.tick];
  });
  expect(seen).toEqual(['Error: oh', 3]);
});

test('R17.8 with its place among the errors of the tasks by when it failed', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async () => {
        room.spawn('task', async () => {
          await caught(() => room.sleep(10_000));
          throw new Error('task');
        });
        room.onTick(() => {
          throw new Error('system');
        });
        await room.sleep(10_000);
      }),
    ),
  );
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: task', 'Error: system']);
});

test('R17.8 one that throws in the script itself fails the match', async () => {
  await expect(
    play(async (room) => {
      room.onTick(() => {
        throw new Error('oh');
      });
      await room.sleep(1000);
    }),
  ).rejects.toThrow('oh');
});

test('T1.3 systems run in the order in which they were started, after the deadlines of the tick', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    room.onTick(() => void lines.push(`a${room.tick}`));
    room.onTick(() => void lines.push(`b${room.tick}`));
    await room.sleep(50);
    lines.push('slept');
    await room.sleep(50);
    return lines;
  });
  expect(log).toEqual(['a1', 'b1', 'slept', 'a2', 'b2']);
});

const forbidden: [string, (room: TestRoom) => unknown][] = [
  ['returns a promise', () => Promise.resolve()],
  ['returns a rejected promise', () => Promise.reject(new Error('inner'))],
  ['sleeps', (room) => room.sleep(10)],
  ['spawns', (room) => room.spawn('task', () => 1)],
  ['joins', (room) => room.all([])],
  ['starts another', (room) => room.onTick(() => undefined)],
];

test.each(forbidden)('R17.6 a system that %s is an error', async (_, system) => {
  const unhandled = await unhandledIn(async () => {
    const error = await play((room) =>
      caught(() =>
        room.scope(async () => {
          room.onTick(() => system(room) as undefined);
          await room.sleep(1000);
        }),
      ),
    );
    expect(error).toBeInstanceOf(SystemError);
  });
  expect(unhandled).toEqual([]);
});

test('R17.9 what does not wait works in a system: state, events, queues, notices, cancelling', async () => {
  const seen = await play(async (room) => {
    const event = room.event();
    const queue = room.queue<number>(5);
    const task = room.spawn('task', () => room.sleep(10_000));
    const system = room.onTick(() => {
      event.set();
      queue.tryPut(room.random.int(3, 3));
      room.notifyAll('hello', 'world');
      room.state.count++;
      task.cancel();
    });
    await event.wait();
    system.stop();
    await caught(() => task.join());
    return [queue.length, room.state.count, task.state, room.tick];
  });
  expect(seen).toEqual([1, 1, 'cancelled', 1]);
});

test('R17.6 also after one system ran inside another: a message that it set free was offered to a wait with refuse', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return caught(() =>
      room.scope(async () => {
        const first = room.spawn('first', () => ann.next('move', { refuse: () => undefined }));
        room.spawn('second', () => ann.next('move', { refuse: () => undefined }));
        await ann.next('other', {
          refuse: () => {
            first.cancel();
            void room.sleep(10);
            return undefined;
          },
        });
      }),
    );
  });
  const ann = await match.join('Ann');
  await match.tick();
  match.send(ann, 'move', 1);
  match.send(ann, 'other', 'go');
  await match.tick();
  const error = resultOf<TaskGroupError>(match);
  expect(error.errors.map((each: Error) => each.name)).toEqual(['SystemError']);
});
