import { expect, test } from 'vitest';
import { Cancelled, type TaskGroupError } from '../../../shared/runtime/index.ts';
import { caught, play, type TestRoom } from '../play.ts';

/** Runs `cleanup` in a scope that is cancelled at 50 ms. */
async function cleaning(cleanup: (room: TestRoom, log: string[]) => Promise<unknown>): Promise<string[]> {
  return play(async (room) => {
    const log: string[] = [];
    await room.scope(async (scope) => {
      scope.cancel('enough');
      await cleanup(room, log);
    });
    log.push(`ended at ${room.now}`);
    return log;
  });
}

test('R9.1 under shield a cancelled strand may wait', async () => {
  const log = await cleaning(async (room, lines) => {
    const value = await room.shield(1000, () => room.sleep(200).then(() => 'value'));
    lines.push(`${value} at ${room.now}`);
  });
  expect(log).toEqual(['value at 250', 'ended at 250']);
});

test('R9.1 and nowhere else: the next waiting call after it is rejected', async () => {
  const log = await cleaning(async (room, lines) => {
    await room.shield(1000, () => room.sleep(200));
    lines.push(String(await caught(() => room.sleep(100))));
  });
  expect(log).toEqual(['Cancelled: cancelled: enough', 'ended at 250']);
});

test.each([0, -1, NaN, Infinity])('R9.2 the time is mandatory: %d ms is a RangeError', async (ms) => {
  const error = await play((room) => caught(() => room.shield(ms, async () => undefined)));
  expect(error).toBeInstanceOf(RangeError);
});

test('R9.3 when its time is up, the shield ends with Cancelled', async () => {
  const log = await cleaning(async (room, lines) => {
    lines.push(`${String(await caught(() => room.shield(200, () => room.sleep(10_000))))} at ${room.now}`);
  });
  expect(log).toEqual(['Cancelled: cancelled: enough at 250', 'ended at 250']);
});

test('R9.4 successive shields of one cancellation share their time', async () => {
  const log = await cleaning(async (room, lines) => {
    await room.shield(500, () => room.sleep(300));
    lines.push(`first until ${room.now}`);
    await caught(() => room.shield(500, () => room.sleep(10_000)));
    lines.push(`second until ${room.now}`);
    await caught(() => room.shield(500, async () => void lines.push('never')));
  });
  expect(log).toEqual(['first until 350', 'second until 550', 'ended at 550']);
});

test('R9.4 the shields of all tasks of one cancellation count from the first', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    await room.scope(async (scope) => {
      const cleanup = (name: string, ms: number) => async (): Promise<void> => {
        await caught(() => room.sleep(10_000));
        await caught(() => room.shield(ms, () => room.sleep(10_000)));
        lines.push(`${name} until ${room.now}`);
      };
      scope.spawn('a', cleanup('a', 300));
      scope.spawn('b', cleanup('b', 500));
      await room.nextTick();
      scope.cancel();
    });
    return lines;
  });
  expect(log).toEqual(['a until 400', 'b until 600']);
});

test('R9.5 in a scope that is not cancelled a shield limits nothing', async () => {
  const at = await play(async (room) => {
    await room.shield(100, () => room.sleep(1000));
    return room.now;
  });
  expect(at).toBe(1050);
});

test('R9.6 a cancellation that comes while a shield runs leaves it its time, from then on', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    await room.within(200, async () => {
      lines.push(String(await caught(() => room.shield(300, () => room.sleep(10_000)))), `until ${room.now}`);
    });
    return lines;
  });
  expect(log).toEqual([expect.stringContaining('Cancelled'), 'until 550']);
});

test('R9.6 a shield that ends in its time gives its value though a cancellation has come', async () => {
  const log = await play(async (room) => {
    const lines: unknown[] = [];
    await room.within(200, async () => {
      lines.push(await room.shield(300, () => room.sleep(400).then(() => 'value')), room.now);
      await room.sleep(0);
      lines.push('never');
    });
    return lines;
  });
  expect(log).toEqual(['value', 450]);
});

test('R9.7 strands inside a shield do not feel the cancellation until its time is up', async () => {
  const log = await cleaning(async (room, lines) => {
    await room.shield(1000, async () => {
      room.spawn('child', async () => {
        await room.sleep(200);
        lines.push('child slept');
      });
      await room.all([() => room.sleep(100), () => room.sleep(100)]);
      lines.push('all done');
    });
  });
  expect(log).toEqual(['all done', 'child slept', 'ended at 250']);
});

test('R9.7 then they are cancelled', async () => {
  const log = await cleaning(async (room, lines) => {
    await room.shield(200, async () => {
      room.spawn('child', async () => void lines.push(String(await caught(() => room.sleep(10_000)))));
    });
  });
  expect(log).toEqual(['Cancelled: cancelled: enough', 'ended at 250']);
});

test('R9.8 an error in a shield is thrown', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async (scope) => {
        scope.cancel();
        await room.shield(100, () => Promise.reject(new Error('cleanup failed')));
      }),
    ),
  );
  expect(String(error)).toBe('Error: cleanup failed');
});

test('R9.8 also where its time was up', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async (scope) => {
        scope.cancel();
        await room.shield(100, async () => {
          room.spawn('child', async () => {
            await caught(() => room.sleep(10_000));
            throw new Error('cleanup failed');
          });
        });
      }),
    ),
  );
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: cleanup failed']);
});

test('R9.9 a shield inside a shield keeps its own time, counted from the same start', async () => {
  const log = await cleaning(async (room, lines) => {
    await room.shield(200, async () => {
      await room.sleep(100);
      await caught(() => room.shield(400, () => room.sleep(10_000)));
      lines.push(`inner until ${room.now}`);
    });
  });
  expect(log).toEqual(['inner until 450', 'ended at 450']);
});

test('R9.10 a finally under shield may await a hand-off, which stays once it has resumed', async () => {
  const seen = await play(async (room) => {
    const semaphore = room.semaphore(1);
    await semaphore.acquire();
    const task = room.spawn('task', async () => {
      try {
        await room.sleep(10_000);
      } finally {
        await room.shield(1000, () => semaphore.acquire());
        semaphore.release();
      }
    });
    await room.nextTick();
    task.cancel();
    await room.sleep(100);
    semaphore.release();
    const error = await caught(() => task.join());
    return [(error as Error).cause instanceof Cancelled, semaphore.free];
  });
  expect(seen).toEqual([true, 1]);
});
