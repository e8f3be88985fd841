import { expect, test } from 'vitest';
import {
  type Cancelled,
  OutsideTurn,
  StuckTask,
  TaskCancelled,
  TaskGroupError,
  type Task,
} from '../../../shared/runtime/index.ts';
import { caught, play, virtual } from '../play.ts';

test('R11.1 a Task is not thenable: awaiting it by mistake waits for nothing', async () => {
  const seen = await play(async (room) => {
    const task = room.spawn('task', () => room.sleep(1000));
    // oxlint-disable-next-line typescript/await-thenable -- that is the case
    const same = await task;
    const at = room.now;
    task.cancel();
    return [same === task, 'then' in task, at];
  });
  expect(seen).toEqual([true, false, 50]);
});

test('R11.2 join gives what the task returned, at once where it has ended already', async () => {
  const seen = await play(async (room) => {
    const task = room.spawn('task', () => room.sleep(100).then(() => 'value'));
    return [await task.join(), room.now, await task.join(), room.tick];
  });
  expect(seen).toEqual(['value', 150, 'value', 3]);
});

test('R11.2 any number of strands may join a task', async () => {
  const seen = await play(async (room) => {
    const task = room.spawn('task', () => room.sleep(100).then(() => 7));
    return room.all([() => task.join(), () => task.join(), () => task.join()]);
  });
  expect(seen).toEqual([7, 7, 7]);
});

test('R11.2 join throws what the task threw', async () => {
  const thrown = new Error('mine');
  const seen = await play(async (room) => {
    const log: unknown[] = [];
    await caught(() =>
      room.scope(async () => {
        const task = room.spawn('task', () => Promise.reject(thrown));
        log.push(await caught(() => task.join()), task.state);
      }),
    );
    return log;
  });
  expect(seen).toEqual([thrown, 'failed']);
});

test('R11.3 joining never cancels the task: a joiner that is cancelled leaves it running', async () => {
  const seen = await play(async (room) => {
    const task = room.spawn('task', () => room.sleep(500).then(() => 'value'));
    await room.within(100, () => task.join());
    const state = task.state;
    return [state, await task.join(), room.now];
  });
  expect(seen).toEqual(['running', 'value', 550]);
});

test('R11.4 joining a cancelled task rejects with TaskCancelled, which carries the reason', async () => {
  const [error, state] = await play(async (room) => {
    const task = room.spawn('task', () => room.sleep(1000));
    await room.nextTick();
    task.cancel('enough');
    return [await caught(() => task.join()), task.state];
  });
  expect(error).toBeInstanceOf(TaskCancelled);
  expect((error as TaskCancelled).reason).toBe('enough');
  expect(state).toBe('cancelled');
});

test('R11.4 which is no Cancelled: the joiner is not taken for cancelled', async () => {
  await expect(
    play(async (room) => {
      const task = room.spawn('task', () => room.sleep(1000));
      task.cancel();
      await task.join();
    }),
  ).rejects.toBeInstanceOf(TaskGroupError);
});

test('R11.5 cancelling a task cancels it alone, with the scopes that it has opened', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    const waiting = async (name: string): Promise<void> => {
      log.push(`${name}: ${((await caught(() => room.sleep(1000))) as Cancelled).reason}`);
    };
    const task = room.spawn('task', () => room.all([() => waiting('a'), () => waiting('b')]));
    const other = room.spawn('other', () => room.sleep(300).then(() => 'slept'));
    await room.nextTick();
    task.cancel('why');
    return [await other.join(), log, task.state];
  });
  expect(seen).toEqual(['slept', ['a: why', 'b: why'], 'cancelled']);
});

test('R11.5 tasks that it spawned belong to its scope, and go on', async () => {
  const seen = await play(async (room) => {
    let child: Task<string> | undefined;
    const parent = room.spawn('parent', async () => {
      child = room.spawn('child', () => room.sleep(300).then(() => 'slept'));
      await room.sleep(10_000);
    });
    await room.nextTick();
    parent.cancel();
    return child?.join();
  });
  expect(seen).toBe('slept');
});

test('R11.6 a task that is cancelled before its first turn runs to its first waiting call', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    const task = room.spawn('task', async () => {
      log.push('began');
      await room.sleep(100);
      log.push('never');
    });
    task.cancel();
    await caught(() => task.join());
    return [log, task.state];
  });
  expect(seen).toEqual([['began'], 'cancelled']);
});

test('R11.7 a task that swallows its cancellation and returns is done', async () => {
  const seen = await play(async (room) => {
    const task = room.spawn('task', () => caught(() => room.sleep(1000)).then(() => 'anyway'));
    await room.nextTick();
    task.cancel();
    return [await task.join(), task.state];
  });
  expect(seen).toEqual(['anyway', 'done']);
});

test('R11.7 cancelling one that has ended does nothing', async () => {
  const seen = await play(async (room) => {
    const task = room.spawn('task', async () => 'value');
    await task.join();
    task.cancel();
    return [task.state, await task.join()];
  });
  expect(seen).toEqual(['done', 'value']);
});

test('R11.8 a task may cancel itself', async () => {
  const seen = await play(async (room) => {
    const task: Task<void> = room.spawn('task', async () => {
      task.cancel('myself');
      await room.sleep(1000);
    });
    const error = await caught(() => task.join());
    return [(error as TaskCancelled).reason, task.state, room.now];
  });
  expect(seen).toEqual(['myself', 'cancelled', 50]);
});

test('R11.9 a task tells its name and its state', async () => {
  const seen = await play(async (room) => {
    const task = room.spawn('song', () => room.sleep(100));
    const log = [task.name, task.state];
    await task.join();
    return [...log, task.state];
  });
  expect(seen).toEqual(['song', 'running', 'done']);
});

test('R11.9 a task is still running while it cleans up', async () => {
  const seen = await play(async (room) => {
    const task = room.spawn('task', async () => {
      try {
        await room.sleep(1000);
      } finally {
        await room.shield(500, () => room.sleep(200));
      }
    });
    await room.nextTick();
    task.cancel();
    await room.nextTick();
    const log = [task.state];
    await caught(() => task.join());
    return [...log, task.state, room.now];
  });
  expect(seen).toEqual(['running', 'cancelled', 300]);
});

test('V3.1 a task starts in its own turn, after its spawner has waited', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    room.spawn('task', async () => void lines.push('task'));
    lines.push('spawner');
    await room.sleep(0);
    lines.push('spawner again');
    return lines;
  });
  expect(log).toEqual(['spawner', 'task', 'spawner again']);
});

test('V3.2 a task may be a synchronous function', async () => {
  const value = await play((room) => room.spawn('task', () => 5).join());
  expect(value).toBe(5);
});

test('V3.4 a task without a name has that of its function, or a number in its scope', async () => {
  const names = await play(async (room) => {
    async function deal(): Promise<void> {}
    return room.scope(async (scope) => {
      const tasks = [
        room.spawn(deal),
        room.spawn(async () => {}),
        scope.spawn(async () => {}),
        scope.spawn('own', deal),
      ];
      const inner = await room.scope(async () => room.spawn(async () => {}).name);
      return [...tasks.map(({ name }) => name), inner];
    });
  });
  expect(names).toEqual(['deal', 'task 1', 'task 2', 'own', 'task 1']);
});

test('R11.10 cancel and join check that the room is in a turn of its own', async () => {
  let task: Task<void> | undefined;
  const match = virtual(async (room) => {
    task = room.spawn('task', () => room.sleep(1000));
    await task.join();
  });
  await match.tick();
  expect(() => task?.cancel()).toThrow(OutsideTurn);
  expect(() => task?.join()).toThrow(OutsideTurn);
  expect(task?.state).toBe('running');
});

test('R13.1 a strand that keeps swallowing Cancelled is given up as StuckTask', async () => {
  const [error, turns] = await play(
    async (room) => {
      let count = 0;
      const task = room.spawn('deaf', async () => {
        for (;;) {
          await caught(() => room.sleep(100));
          count++;
        }
      });
      await room.nextTick();
      task.cancel();
      const thrown = await caught(() => task.join());
      return [thrown, count];
    },
    { cancelledTurns: 10 },
  ).catch((group: TaskGroupError) => [group.errors[0], 11]);
  expect(error).toBeInstanceOf(StuckTask);
  expect(turns).toBe(11);
});

test('R13.1 it fails its scope', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async (scope) => {
        scope.cancel();
        for (;;) await room.sleep(100).catch(() => undefined);
      }),
    ),
  );
  expect(error).toBeInstanceOf(StuckTask);
  expect(String(error)).toContain('swallowed Cancelled 100 times');
});

test('R13.2 many calls that one cancellation interrupts are no swallowing, nor are many at once in a cleanup', async () => {
  const seen = await play(
    (room) =>
      room.scope(async (scope) => {
        room.spawn('canceller', async () => scope.cancel());
        const sleeps = (): Promise<unknown> => Promise.allSettled(Array.from({ length: 50 }, () => room.sleep(1000)));
        await sleeps();
        await sleeps();
        return 'swallowed twice';
      }),
    { cancelledTurns: 5 },
  );
  expect(seen).toBe('swallowed twice');
});

test('R13.3 a strand that is given up ends once the scopes it opened have ended', async () => {
  const seen = await play(
    async (room) => {
      const log: string[] = [];
      await caught(() =>
        room.scope(async (scope) => {
          room.spawn('deaf', async () => {
            void room.shield(5000, () => room.sleep(300).then(() => log.push(`inner ended at ${room.now}`)));
            for (;;) await room.sleep(100).catch(() => undefined);
          });
          await room.nextTick();
          scope.cancel();
        }),
      );
      log.push(`ended at ${room.now}`);
      return log;
    },
    { cancelledTurns: 5 },
  );
  expect(seen).toEqual(['inner ended at 350', 'ended at 350']);
});

test('R13.3 what was handed to it and never taken goes on to others', async () => {
  const seen = await play(
    async (room) => {
      const queue = room.queue<string>(1);
      await caught(() =>
        room.scope(async (scope) => {
          room.spawn('deaf', async () => {
            for (;;) await queue.take().catch(() => undefined);
          });
          await room.nextTick();
          scope.cancel();
        }),
      );
      queue.tryPut('item');
      return queue.take();
    },
    { cancelledTurns: 5 },
  );
  expect(seen).toBe('item');
});

test('V3.3 await using cancels a task where the block ends, and waits for its cleanup', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    {
      await using song = room.spawn('song', async () => {
        try {
          await room.sleep(10_000);
        } finally {
          await room.shield(500, () => room.sleep(100));
          log.push(`cleaned at ${room.now}`);
        }
      });
      await room.sleep(100);
      log.push(song.state);
    }
    log.push(`ended at ${room.now}`);
    return log;
  });
  expect(seen).toEqual(['running', 'cleaned at 250', 'ended at 250']);
});

test('V3.3 using cancels it and goes on', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    let song: Task<void> | undefined;
    await caught(async () => {
      using playing = room.spawn('song', () => room.sleep(10_000));
      song = playing;
      await room.nextTick();
      throw new Error('oh');
    });
    log.push(String(song?.state));
    await room.nextTick();
    log.push(String(song?.state), `at ${room.now}`);
    return log;
  });
  expect(seen).toEqual(['running', 'cancelled', 'at 150']);
});

test('V3.3 only the scope reports the error of the task, and a task that has ended is left alone', async () => {
  const seen = await play(async (room) => {
    const after: string[] = [];
    const error = await caught(() =>
      room.scope(async () => {
        await using song = room.spawn('song', () =>
          room.sleep(10_000).catch(() => {
            throw new Error('cleanup');
          }),
        );
        after.push(song.state);
        await room.nextTick();
      }),
    );
    await using done = room.spawn('done', () => 'done');
    await done.join();
    return [(error as TaskGroupError).errors.map(String), after, done.state];
  });
  expect(seen).toEqual([['Error: cleanup'], ['running'], 'done']);
});
