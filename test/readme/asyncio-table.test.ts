/** Each row of the README's table for those who know asyncio, executed. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  Cancelled,
  DuplicateWait,
  PermitDeadlock,
  QueueClosed,
  QueueFull,
  type ScopeHandle,
  TaskGroupError,
  TimeoutError,
} from '../../shared/runtime/index.ts';
import { formatTasks } from '../../shared/runtime/host.ts';
import { caught, play, resultOf, virtual, type TestRoom } from '../runtime/play.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const [, section = ''] = readme.split('## If you know asyncio');
const rows = Array.from(
  section.matchAll(/^\| (.*?) ?\| (.*?) \| (?:(.*?) )?\|$/gm),
  ([, asyncio, here = '']) => asyncio || here,
).slice(1);

/** A function that gives its name after `ms`. */
const after =
  (room: TestRoom, ms: number, name = 'name') =>
  async (): Promise<string> => {
    await room.sleep(ms);
    return name;
  };
const failing = (room: TestRoom, ms: number) => async (): Promise<string> => {
  await room.sleep(ms);
  throw new Error('failed');
};
/** Runs until it is cancelled, and says so. */
const forever = (room: TestRoom, log: unknown[], name: string) => async (): Promise<string> => {
  try {
    await room.sleep(1e9);
  } finally {
    log.push(`${name} was cancelled`);
  }
  return name;
};

const executed: Record<string, () => Promise<void>> = {
  '`async def`, `await`': async () => {
    expect(await play(async () => 'value')).toBe('value');
  },
  'the event loop': async () => {
    const [one, two] = [virtual((room) => room.sleep(100)), virtual((room) => room.sleep(200))];
    await one.tick(10);
    await two.tick(1);
    expect([one.ended?.kind, two.ended, two.now]).toEqual(['finished', undefined, 50]);
  },
  '`asyncio.run(main())`': async () => {
    const log: string[] = [];
    const match = virtual(async (room) => {
      room.spawn('chat', async () => {
        try {
          await room.sleep(1e9);
        } finally {
          await room.shield(500, () => room.sleep(200));
          log.push(`cleaned at ${room.now}`);
        }
      });
      await room.sleep(100);
      return 'returned';
    });
    await match.until(() => match.ended !== undefined);
    expect([resultOf(match), log, match.now]).toEqual(['returned', ['cleaned at 350'], 350]);
  },
  '`asyncio.sleep(2)`': async () => {
    const started = await play(async (room) => {
      await room.sleep(2_000);
      return room.now;
    });
    expect(started).toBe(2_050);
  },
  '`asyncio.sleep(0)`': async () => {
    const log = await play(async (room) => {
      const lines: string[] = [];
      const other = room.spawn('other', async () => void lines.push(`other in tick ${room.tick}`));
      await room.sleep(0);
      lines.push(`play in tick ${room.tick}`);
      await other.join();
      return lines;
    });
    expect(log).toEqual(['other in tick 1', 'play in tick 1']);
  },
  '`loop.time()`, `loop.call_at(t, f)`': async () => {
    const late = await play(async (room) => {
      const found: number[] = [];
      for (let beat = 500; beat <= 1_500; beat += 500) {
        await room.sleepUntil(beat);
        found.push(room.now - beat);
        await room.sleep(120);
      }
      return found;
    });
    expect(late).toEqual([0, 0, 0]);
  },
  '`create_task(f())`': async () => {
    const log = await play(async (room) => {
      const lines: string[] = [];
      await room.scope(
        async () => void room.spawn('name', () => after(room, 300)().then(() => lines.push('waited for'))),
      );
      room.spawn('name', forever(room, lines, 'beside play'));
      await room.nextTick();
      return lines;
    });
    expect(log).toEqual(['waited for', 'beside play was cancelled']);
  },
  '`task.cancel()`, `task.done()`, `await task`': async () => {
    const seen = await play(async (room) => {
      const done = room.spawn('done', after(room, 100, 'value'));
      const value = await done.join();
      const log: unknown[] = [];
      const cancelled = room.spawn('cancelled', forever(room, log, 'task'));
      await room.within(100, () => cancelled.join());
      const before = cancelled.state;
      cancelled.cancel();
      await room.nextTick();
      {
        await using block = room.spawn('block', forever(room, log, 'block'));
        await room.nextTick();
        log.push(block.state);
      }
      return [value, done.state, before, cancelled.state, ...log];
    });
    expect(seen).toEqual([
      'value',
      'done',
      'running',
      'cancelled',
      'task was cancelled',
      'running',
      'block was cancelled',
    ]);
  },
  '`TaskGroup`': async () => {
    const error = await play((room) =>
      caught(() =>
        room.scope(async (scope) => {
          scope.spawn('one', failing(room, 100));
          await room.sleep(1e9);
        }),
      ),
    );
    expect(error).toBeInstanceOf(TaskGroupError);
    expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: failed']);
  },
  '`gather(*fs)`': async () => {
    const seen = await play(async (room) => {
      const log: unknown[] = [];
      const both = await room.all([after(room, 200, 'a'), after(room, 100, 'b')]);
      const error = await caught(() => room.all([failing(room, 100), forever(room, log, 'other')]));
      return [both, String(error), log];
    });
    expect(seen).toEqual([['a', 'b'], 'Error: failed', ['other was cancelled']]);
  },
  '`gather(…, return_exceptions=True)`, `wait(…, ALL_COMPLETED)`': async () => {
    const seen = await play((room) => room.allSettled([failing(room, 100), after(room, 200, 'a')]));
    expect(seen.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  },
  '`wait(…, timeout=3)`': async () => {
    const [seen, log] = await play(async (room) => {
      const lines: unknown[] = [];
      return [await room.allSettled([after(room, 100), forever(room, lines, 'slow')], { timeoutMs: 3_000 }), lines];
    });
    expect(seen).toEqual([{ status: 'fulfilled', value: 'name' }, { status: 'cancelled' }]);
    expect(log).toEqual(['slow was cancelled']);
  },
  '`wait(…, FIRST_COMPLETED)`': async () => {
    const seen = await play(async (room) => {
      const log: unknown[] = [];
      const first = await room.race([after(room, 100, 'a'), forever(room, log, 'loser')]);
      return [
        first,
        await room.any([failing(room, 50), after(room, 100, 'b'), forever(room, log, 'loser of any')]),
        log,
      ];
    });
    expect(seen).toEqual(['a', 'b', ['loser was cancelled', 'loser of any was cancelled']]);
  },
  '`as_completed(fs)`, and enough of them': async () => {
    const seen = await play(async (room) => {
      const runners = [300, 100, 400, 200].map((ms) => after(room, ms, `${ms}`));
      return [await room.some(3, runners), await room.some(3, runners, { timeoutMs: 250 })];
    });
    expect(seen).toEqual([
      ['100', '200', '300'],
      ['100', '200'],
    ]);
  },
  '`wait_for(f, 3)`, `timeout(3)`': async () => {
    const seen = await play(async (room) => {
      const spawns = async (): Promise<string> => {
        room.spawn('task', after(room, 1e9));
        return 'value';
      };
      return [
        await caught(() => room.timeout(3_000, after(room, 1e9))),
        await caught(() => room.timeout(3_000, spawns)),
        await room.within(3_000, spawns),
        await room.within(3_000, spawns, { otherwise: 'late' }),
      ];
    });
    expect(seen).toEqual([expect.any(TimeoutError), expect.any(TimeoutError), undefined, 'late']);
  },
  '`timeout.reschedule(t)`, `when()`, `expired()`': async () => {
    const seen = await play(async (room) => {
      let handle: ScopeHandle | undefined;
      let left: number | undefined;
      await room.within(1_000, async (scope) => {
        handle = scope;
        scope.deadline = room.now + 300;
        left = scope.remainingMs;
        await room.sleep(1e9);
      });
      return [left, handle?.state, room.now];
    });
    expect(seen).toEqual([300, 'expired', 350]);
  },
  '`shield(f)`': async () => {
    const seen = await play(async (room) => {
      const log: unknown[] = [];
      await room.within(100, async () => {
        try {
          await room.sleep(1e9);
        } finally {
          log.push(await room.shield(500, after(room, 200, 'cleaned')));
          log.push(String(await caught(() => room.shield(Infinity, after(room, 1)))).slice(0, 10));
        }
      });
      return log;
    });
    expect(seen).toEqual(['cleaned', 'RangeError']);
  },
  '`CancelledError`': async () => {
    const seen = await play(async (room) => {
      const log: unknown[] = [];
      await room.within(100, async (scope) => {
        scope.signal.addEventListener('abort', () => log.push('aborted'));
        log.push(await caught(() => room.sleep(1e9)));
      });
      return log;
    });
    expect(seen).toEqual(['aborted', expect.any(Cancelled)]);
  },
  '`Event`, `Condition`, `Semaphore`, `Lock`, `Barrier`': async () => {
    const seen = await play(async (room) => {
      const [event, condition, two, lock, barrier] = [
        room.event(),
        room.condition(),
        room.semaphore(2),
        room.semaphore(1),
        room.barrier(2),
      ];
      room.spawn('other', async () => {
        event.set();
        await room.nextTick();
        condition.notify();
        await barrier.wait();
      });
      await event.wait();
      await condition.wait();
      await barrier.wait();
      return [two.free, await caught(() => lock.use(() => lock.acquire()))];
    });
    expect(seen).toEqual([2, expect.any(PermitDeadlock)]);
  },
  '`async with lock`': async () => {
    const seen = await play(async (room) => {
      const lock = room.semaphore(1);
      const held = await lock.use(() => lock.free);
      {
        using permit = await lock.acquire();
        return [held, lock.free, typeof permit.release];
      }
    });
    expect(seen).toEqual([0, 0, 'function']);
  },
  '`Queue(n)`: `put`, `put_nowait`, `get`, `task_done`, `join`, `qsize`, `shutdown`': async () => {
    const seen = await play(async (room) => {
      const queue = room.queue<number>(1);
      const log: unknown[] = [];
      queue.tryPut(1);
      log.push(await caught(() => queue.tryPut(2)));
      const waiting = room.spawn('waiting', () => queue.put(2).then(() => log.push('put')));
      await room.nextTick();
      log.push(queue.length, await queue.take());
      queue.done();
      await waiting.join();
      queue.close();
      for await (const item of queue) {
        log.push(item);
        queue.done();
      }
      await queue.join();
      log.push(await caught(() => queue.take()));
      return log;
    });
    expect(seen).toEqual([expect.any(QueueFull), 1, 1, 'put', 2, expect.any(QueueClosed)]);
  },
  '`all_tasks()`': async () => {
    const match = virtual((room) => room.timeout(10_000, () => room.sleep(5_000)));
    await match.tick();
    expect(formatTasks(match.match.describe())).toContain('body: sleep (5.0 s left)');
  },
  '`run_in_executor`, sockets, files': async () => {
    const match = virtual((room) => room.effect('fetch', { url: 'http://a' }));
    await match.tick();
    match.enter({ kind: 'effect', effect: 1, result: 'page' });
    await match.tick();
    expect(resultOf(match)).toBe('page');
  },
  '`player.next`, `player.messages`, `player.ask`': async () => {
    const match = virtual(async (room) => {
      const [ann] = await room.seated(1);
      const move = await ann.next('move');
      const ready = await ann.ask('ready', { round: 1 });
      for await (const other of ann.messages('other')) return [move, ready, other];
      return 'gone';
    });
    const ann = await match.join('Ann');
    match.send(ann, 'move', 1);
    await match.tick();
    match.answer(ann, true);
    await match.tick();
    match.send(ann, 'other', 'x');
    await match.tick();
    expect(resultOf(match)).toEqual([1, true, 'x']);
  },
  '`scope.pause()`, `player.pauseWhileAway(f)`': async () => {
    const match = virtual(async (room) => {
      const [ann] = await room.seated(1);
      const start = room.now;
      await ann.pauseWhileAway(() => room.sleep(1_000));
      return room.now - start;
    });
    const ann = await match.join('Ann');
    await match.advance(300);
    match.drop(ann);
    await match.advance(5_000);
    match.return(ann);
    await match.advance(2_000);
    expect(resultOf(match)).toBe(6_000);
  },
};

test('every row of the table is executed here, and none else', () => {
  expect(rows).toEqual(Object.keys(executed));
});

for (const [row, execute] of Object.entries(executed)) test(`asyncio: ${row}`, execute);

test('a native race in a loop is an error, as the README says below the table', async () => {
  const error = await play(async (room) => {
    const queue = room.queue<number>(1);
    return caught(async () => {
      for (;;) await Promise.race([queue.take(), room.sleep(100)]);
    });
  });
  expect(error).toBeInstanceOf(DuplicateWait);
});
