import { expect, test } from 'vitest';
import type { ScopeHandle } from '../../../shared/runtime/index.ts';
import { caught, play, type TestRoom } from '../play.ts';

type Opened = (room: TestRoom, keep: (scope: ScopeHandle) => void) => Promise<unknown>;
const long = (room: TestRoom): Promise<void> => room.sleep(1e6);

const endings: [state: string, what: string, open: Opened][] = [
  ['done', 'its body has returned undefined', (room, keep) => room.within(100, async (scope) => keep(scope))],
  [
    'expired',
    'its deadline has cut off the body',
    (room, keep) => room.within(100, (scope) => (keep(scope), long(room))),
  ],
  [
    'expired',
    'its deadline has cut off a task',
    (room, keep) =>
      room.within(100, async (scope) => {
        keep(scope);
        scope.spawn('task', () => long(room));
        return 'value';
      }),
  ],
  [
    'done',
    'its deadline has passed and cut off nothing',
    (room, keep) => room.within(100, (scope) => (keep(scope), long(room).catch(() => 'swallowed'))),
  ],
  [
    'cancelled',
    'it was cancelled by its handle',
    (room, keep) =>
      room.within(100, async (scope) => {
        keep(scope);
        scope.cancel();
        await long(room);
      }),
  ],
  [
    'cancelled',
    'a scope around it was',
    (room, keep) => room.within(100, () => room.scope((scope) => (keep(scope), long(room)))),
  ],
  [
    'failed',
    'its body has thrown',
    (room, keep) => room.scope(async (scope) => (keep(scope), Promise.reject(new Error('oh')))),
  ],
  [
    'failed',
    'a task has thrown, whatever became of the deadline',
    (room, keep) =>
      room.within(100, async (scope) => {
        keep(scope);
        scope.spawn('task', () =>
          long(room).catch(() => {
            throw new Error('oh');
          }),
        );
      }),
  ],
];

test.each(endings)('R7.7 the state of a scope is %s where %s', async (state, _what, open) => {
  const seen = await play(async (room) => {
    let handle: ScopeHandle | undefined;
    await open(room, (scope) => {
      handle = scope;
      expect(scope.state).toBe('running');
    }).catch(() => undefined);
    return handle?.state;
  });
  expect(seen).toBe(state);
});

test('R7.7 it is running until its cleanup has ended', async () => {
  const seen = await play(async (room) => {
    const states: string[] = [];
    await room.within(100, async (scope) => {
      try {
        await long(room);
      } finally {
        states.push(scope.state);
      }
    });
    return states;
  });
  expect(seen).toEqual(['running']);
});

test('R7.8 otherwise is given where within and scope were cut short, and only there', async () => {
  const seen = await play(async (room) => [
    await room.within(100, () => long(room), { otherwise: 'late' }),
    await room.within(0, () => long(room), { otherwise: 'late' }),
    await room.within(100, async () => undefined, { otherwise: 'late' }),
    await room.within(
      100,
      async (scope) => {
        scope.spawn('task', () => long(room));
        return 'value';
      },
      { otherwise: 'late' },
    ),
    await room.scope(
      async (scope) => {
        scope.cancel();
        await long(room);
      },
      { otherwise: 'cancelled' },
    ),
    await room.scope(async () => 'value', { otherwise: 'cancelled' }),
  ]);
  expect(seen).toEqual(['late', 'late', undefined, 'late', 'cancelled', 'value']);
});

test('R7.8 a cancellation from around it is passed on all the same', async () => {
  const seen = await play(async (room) => {
    const inner: unknown[] = [];
    const outer = await room.within(100, async () => {
      inner.push(String(await caught(() => room.scope(() => long(room), { otherwise: 'inner' }))));
    });
    return [inner, outer];
  });
  expect(seen).toEqual([['Cancelled: cancelled: the deadline of "within(100)" has passed'], undefined]);
});

test('R7.9 the time left is that to the nearest deadline around it', async () => {
  const seen = await play(async (room) => {
    const log: unknown[] = [];
    await room.scope(async (plain) => {
      log.push(plain.remainingMs);
      await room.within(300, async (outer) => {
        await room.within(1000, async (middle) => {
          await room.scope(async (inner) => {
            await room.sleep(100);
            log.push(outer.remainingMs, middle.remainingMs, inner.remainingMs);
            middle.deadline = room.now + 50;
            log.push(inner.remainingMs);
            await long(room).catch(() => log.push(inner.remainingMs, outer.remainingMs));
          });
        });
      });
      log.push(plain.remainingMs);
    });
    return log;
  });
  expect(seen).toEqual([Infinity, 200, 200, 200, 50, 0, 150, Infinity]);
});

test('R7.9 a deadline beyond a shield does not count', async () => {
  const seen = await play(async (room) => {
    const log: number[] = [];
    await room.within(300, () =>
      room.shield(5000, () =>
        room.scope(async (scope) => {
          log.push(scope.remainingMs);
          await room.sleep(400);
          log.push(scope.remainingMs);
        }),
      ),
    );
    return log;
  });
  expect(seen).toEqual([Infinity, 4900]);
});
