import { expect, test } from 'vitest';
import { type Entry, formatTasks } from '../../../shared/runtime/host.ts';
import { type ScopeHandle, TimeoutError } from '../../../shared/runtime/index.ts';
import { caught, matchOf, play, resultOf, step, virtual, type Script, type TestRoom } from '../play.ts';

/** Runs `fn` in a scope that is paused from 100 ms to 1100 ms of match time. */
function pausedFor(room: TestRoom, fn: (scope: ScopeHandle) => Promise<void>): Promise<unknown> {
  return room.scope(async (outer) => {
    let scope: ScopeHandle | undefined;
    outer.spawn('inner', () =>
      room.scope(async (handle) => {
        scope = handle;
        await fn(handle);
      }),
    );
    await room.sleepUntil(100);
    scope?.pause();
    await room.sleepUntil(1100);
    scope?.resume();
  });
}

test('R20.1 sleeps, timeouts, deadlines and periods stand still, and go on with what they had left', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    await pausedFor(room, async (scope) => {
      scope.deadline = 1500;
      const note = (what: string) => (): void => void log.push(`${what} at ${room.now}`);
      scope.spawn('sleep', () => room.sleep(200).then(note('sleep')));
      scope.spawn('until', () => room.sleepUntil(300).then(note('sleepUntil')));
      scope.spawn('within', () => room.within(150, () => room.sleep(10_000)).then(note('within')));
      scope.spawn('timeout', () => caught(() => room.timeout(250, () => room.sleep(10_000))).then(note('timeout')));
      scope.spawn('deep', () =>
        room.all([
          () => room.scope(async (inner) => void inner.spawn('deeper', () => room.sleep(250).then(note('deep')))),
        ]),
      );
      room.every(120, note('every'));
      await room.sleep(1e6);
    });
    return [log, room.now];
  });
  const [log, ended] = seen as [string[], number];
  expect(log.toSorted()).toEqual(
    [
      'within at 1200',
      'sleep at 1250',
      'timeout at 1300',
      'sleepUntil at 1300',
      'deep at 1300',
      ...[1200, 1300, 1450, 1550, 1650, 1800, 1900, 2050, 2150, 2250, 2400].map((at) => `every at ${at}`),
    ].toSorted(),
  );
  expect(ended).toBe(2500);
});

test('R20.1 the time of a wait on a player stands still; calling pause and resume again does nothing', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return room.scope(async (scope) => {
      scope.resume();
      scope.pause();
      scope.pause();
      const move = ann.next('move', { timeoutMs: 200, otherwise: -1 });
      const ready = ann.ask('ready', { round: 1 }, { timeoutMs: 300, otherwise: false });
      for (let ticks = 0; ticks < 20; ticks++) await room.nextTick();
      scope.resume();
      scope.resume();
      const start = room.now;
      return [await move, room.now - start, await ready, room.now - start];
    });
  });
  await match.join('Ann');
  await match.tick(40);
  expect(resultOf(match)).toEqual([-1, 200, false, 300]);
});

test('R20.1 what is due in the tick of the pause does not fire, and has a tick left', async () => {
  const seen = await play(async (room) => {
    const log: number[] = [];
    await room.scope(async (outer) => {
      let scope: ScopeHandle | undefined;
      // Created first, so it fires first.
      const timer = room.sleepUntil(500);
      outer.spawn('inner', () =>
        room.scope(async (handle) => {
          scope = handle;
          await room.sleepUntil(500);
          log.push(room.now);
        }),
      );
      outer.spawn('canceller', async () => {
        await room.until(() => room.now >= 450);
        await room.nextTick();
      });
      room.onTick(() => {
        if (room.now === 450) scope?.pause();
        if (room.now === 700) scope?.resume();
      });
      await timer;
    });
    return log;
  });
  expect(seen).toEqual([750]);
});

test('R20.2 timers that begin while the scope is paused are held from the start', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    await pausedFor(room, async (scope) => {
      await room.until(() => room.now === 200);
      scope.spawn('late', () => room.sleep(100).then(() => log.push(`sleep at ${room.now}`)));
      scope.spawn('within', () =>
        room.within(150, () => room.sleep(1e6)).then(() => log.push(`within at ${room.now}`)),
      );
      const every = room.every(100, () => log.push(`every at ${room.now}`));
      await room.sleep(250);
      every.stop();
    });
    return log;
  });
  expect(seen).toEqual(['sleep at 1200', 'every at 1200', 'within at 1250', 'every at 1300']);
});

test('R20.3 messages, events, conditions, ticks and tasks go on', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const log: unknown[] = [];
    await room.scope(async (scope) => {
      scope.pause();
      const event = room.event();
      let ticks = 0;
      const counter = room.onTick(() => void ticks++);
      scope.spawn('setter', async () => {
        await room.nextTick();
        event.set();
      });
      await event.wait();
      log.push(await ann.next('move'));
      await room.until(() => ticks === 5);
      counter.stop();
      await room.sleep(0);
    });
    return [...log, room.tick];
  });
  const ann = await match.join('Ann');
  await match.tick(2);
  match.send(ann, 'move', 7);
  await match.tick(10);
  expect(resultOf(match)).toEqual([7, 5]);
});

test('R20.4 nested pauses: a timer goes on once no scope around it is paused, in whatever order they end', async () => {
  const run = (first: 'inner' | 'outer', resumed: 'inner' | 'outer'): Promise<unknown> =>
    play(async (room) => {
      const handles: Partial<Record<'inner' | 'outer', ScopeHandle>> = {};
      const other = (which: 'inner' | 'outer') => (which === 'inner' ? 'outer' : 'inner');
      const log: number[] = [];
      await room.scope(async (top) => {
        top.spawn('nested', () =>
          room.scope(async (outer) => {
            handles.outer = outer;
            await room.scope(async (inner) => {
              handles.inner = inner;
              await room.sleep(400);
              log.push(room.now);
            });
          }),
        );
        await room.sleepUntil(100);
        handles[first]?.pause();
        await room.sleepUntil(200);
        handles[other(first)]?.pause();
        await room.sleepUntil(600);
        handles[resumed]?.resume();
        await room.sleepUntil(900);
        handles[other(resumed)]?.resume();
      });
      return log;
    });
  // Held from 100 to 900, of 50 to 450.
  for (const first of ['inner', 'outer'] as const) {
    for (const resumed of ['inner', 'outer'] as const) expect(await run(first, resumed)).toEqual([1250]);
  }
});

test('R20.5 a cancellation ends the pause, and its cleanup has its time', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    const clean = async (name: string): Promise<void> => {
      try {
        await room.sleep(1e6);
      } finally {
        await room.shield(1000, async () => {
          await room.sleep(200);
          log.push(`${name} cleaned at ${room.now}`);
        });
      }
    };
    await room.scope(async (top) => {
      let paused: ScopeHandle | undefined;
      let inside: ScopeHandle | undefined;
      top.spawn('paused', () =>
        room.scope(async (scope) => {
          paused = scope;
          const task = scope.spawn('task', () => clean('task'));
          scope.spawn('body', () => clean('body'));
          scope.spawn('sheltered', () =>
            // A shield that is open already when the cancellation comes.
            room.shield(1000, async () => {
              await room.sleep(300);
              log.push(`shield ended at ${room.now}`);
            }),
          );
          scope.spawn('nested', () =>
            room.scope(async (nested) => {
              inside = nested;
              await clean('nested');
            }),
          );
          await room.until(() => room.now === 200);
          task.cancel();
        }),
      );
      await room.sleepUntil(100);
      inside?.pause();
      paused?.pause();
      await room.sleepUntil(1000);
      paused?.cancel();
      log.push(`${paused?.paused} ${inside?.paused}`);
      paused?.pause();
      log.push(`${paused?.paused}`);
    });
    return log;
  });
  expect(seen).toEqual([
    // A task that was cancelled by itself is not held either.
    'task cleaned at 400',
    'false false',
    'false',
    'body cleaned at 1200',
    'nested cleaned at 1200',
    'shield ended at 1250',
  ]);
});

test('R20.5 an ended scope leaves no pause behind', async () => {
  const seen = await play(async (room) => {
    await room.scope(async (scope) => scope.pause());
    await room.scope(() => room.sleep(100));
    return room.now;
  });
  expect(seen).toBe(150);
});

test('R20.6 while it is held the deadline moves on, and the time left stands still', async () => {
  const seen = await play((room) =>
    room.within(500, async (scope) => {
      const log: unknown[] = [[scope.deadline, scope.remainingMs, scope.paused]];
      scope.pause();
      for (let tick = 0; tick < 4; tick++) await room.nextTick();
      log.push([scope.deadline, scope.remainingMs, scope.paused]);
      scope.deadline = room.now + 100;
      await room.nextTick();
      log.push([scope.deadline, scope.remainingMs]);
      scope.resume();
      await room.nextTick();
      log.push([scope.deadline, scope.remainingMs, scope.paused]);
      return log;
    }),
  );
  expect(seen).toEqual([
    [550, 500, false],
    [750, 500, true],
    [400, 100],
    [400, 50, false],
  ]);
});

const away: Script = async (room) => {
  const [ann] = await room.seated(1);
  const move = await ann.pauseWhileAway(() => ann.next('move', { timeoutMs: 500, otherwise: -1 }));
  return [move, room.now];
};

test('R20.7 while a player is away the time does not run', async () => {
  const match = virtual(away);
  const ann = await match.join('Ann');
  await match.advance(100);
  match.drop(ann);
  await match.advance(5000);
  expect(formatTasks(match.match.describe())).toContain('pauseWhileAway(Ann) (paused)');
  expect(formatTasks(match.match.describe())).toContain('"move" from Ann (0.3 s left, paused)');
  match.return(ann);
  await match.advance(1000);
  expect(resultOf(match)).toEqual([-1, 5550]);
});

test('R20.7 it begins paused with one who is away already, and ends with one who leaves', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    await room.sleep(200);
    const error = await caught(() =>
      ann.pauseWhileAway(async (scope) => {
        await room.nextTick();
        expect(scope.paused).toBe(true);
        await room.timeout(100, () => room.sleep(1e6));
      }),
    );
    return [error, room.now];
  });
  const ann = await match.join('Ann');
  match.drop(ann);
  await match.advance(1000);
  match.leave(ann);
  await match.advance(1000);
  const [error, at] = resultOf<[unknown, number]>(match);
  expect(error).toBeInstanceOf(TimeoutError);
  expect(at).toBe(1200);
  expect(match.match.residue).toEqual({ tasks: 0, waits: 0, timers: 0, listeners: 0 });
});

test('R20.8 a match that is played again pauses in the same ticks, and a checkpoint ends every pause', async () => {
  const entries: Record<number, Entry[]> = {
    1: [{ kind: 'join', player: 'p1', name: 'Ann', bot: false }],
    5: [{ kind: 'drop', player: 'p1' }],
    30: [{ kind: 'return', player: 'p1' }],
  };
  const script: Script = async (room, from) => {
    if (from !== undefined) return `${from.note}, then ${await room.sleep(100).then(() => room.now)}`;
    const [result] = (await room.all([() => away(room, from)])) as [unknown[]];
    return room.scope(async (scope) => {
      scope.pause();
      await room.checkpoint({ round: 1, note: String(result) });
    });
  };
  const run = async (): Promise<unknown> => {
    const match = matchOf(script, { trace: true });
    const traces: unknown[] = [];
    for (let tick = 1; match.ended === undefined && tick < 100; tick++) {
      await step(match, ...(entries[tick] ?? []));
      traces.push(match.takeTrace());
    }
    const { snapshot } = match;
    const again = virtual(script, { from: snapshot });
    await again.until(() => again.ended !== undefined);
    return [match.ended, again.ended, traces];
  };
  const first = await run();
  expect(await run()).toEqual(first);
  const [ended, again] = first as [unknown, unknown];
  expect(ended).toEqual({ kind: 'finished', result: '-1,1800, then 1900' });
  expect(again).toEqual(ended);
});

test('D1 paused timers are described as paused', async () => {
  const match = virtual((room) =>
    room.within(1000, async (scope) => {
      scope.spawn('sleeper', () => room.sleep(500));
      scope.spawn('ticker', () => room.nextTick().then(() => room.until(() => false)));
      await room.nextTick();
      scope.pause();
      await room.event().wait();
    }),
  );
  await match.tick(10);
  expect(formatTasks(match.match.describe())).toBe(
    [
      'test',
      '  play',
      '    within(1000) (0.9 s left, paused)',
      '      body: event',
      '      sleeper: sleep (0.5 s left, paused)',
      '      ticker: until false',
    ].join('\n'),
  );
});
