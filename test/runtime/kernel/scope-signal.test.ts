import { expect, test } from 'vitest';
import { Cancelled, SystemError, type ScopeSignal } from '../../../shared/runtime/index.ts';
import { caught, play, type TestRoom } from '../play.ts';

/** A helper as libraries have them: it takes a signal, and knows nothing of rooms. */
async function search(
  until: number,
  signal: Pick<AbortSignal, 'aborted' | 'throwIfAborted'>,
  step: () => Promise<void>,
): Promise<number> {
  for (let found = 0; ; found++) {
    signal.throwIfAborted();
    if (found === until) return found;
    await step().catch(() => undefined);
  }
}

test('R21.1 it aborts in the moment its scope is cancelled, with the Cancelled as its reason', async () => {
  const seen = await play(async (room) => {
    const log: unknown[] = [];
    await room.scope(async (scope) => {
      const { signal } = scope;
      expect(scope.signal).toBe(signal);
      signal.addEventListener('abort', ({ target }) => log.push('aborted', target.reason?.reason));
      log.push(signal.aborted, signal.reason);
      scope.cancel('enough');
      log.push(signal.aborted);
      const error = await caught(() => room.sleep(1));
      log.push(error === signal.reason, (await caught(() => signal.throwIfAborted())) === error);
    });
    return log;
  });
  expect(seen).toEqual([false, undefined, 'aborted', 'enough', true, true, true]);
});

test('R21.1 by its deadline and from around it as well, and by nothing else', async () => {
  const seen = await play(async (room) => {
    const signals: ScopeSignal[] = [];
    const keep = async (scope: { signal: ScopeSignal }, ms: number): Promise<void> => {
      signals.push(scope.signal);
      await room.sleep(ms);
    };
    await room.within(100, (scope) => keep(scope, 1e6));
    await room.within(100, () => room.scope((scope) => keep(scope, 1e6)));
    await room.within(100, (scope) => keep(scope, 50));
    return signals.map(({ aborted, reason }) => [aborted, reason?.reason]);
  });
  expect(seen).toEqual([
    [true, 'the deadline of "within(100)" has passed'],
    [true, 'the deadline of "within(100)" has passed'],
    [false, undefined],
  ]);
});

test('R21.1 that of a scope which is cancelled already is aborted, and calls no listener', async () => {
  const seen = await play(async (room) => {
    const log: unknown[] = [];
    await room.scope(async (scope) => {
      scope.cancel();
      scope.signal.addEventListener('abort', () => log.push('called'));
      log.push(scope.signal.aborted, scope.signal.reason instanceof Cancelled);
    });
    return log;
  });
  expect(seen).toEqual([true, true]);
});

test('R21.1 helpers that take an AbortSignal end with it', async () => {
  const seen = await play(async (room) => {
    const found = await room.within(1000, ({ signal }) => search(3, signal, () => room.sleep(100)));
    const late = await room.within(1000, ({ signal }) => search(30, signal, () => room.sleep(100)), { otherwise: -1 });
    return [found, late];
  });
  expect(seen).toEqual([3, -1]);
});

test('R21.2 listeners are called in their order, each once, and not when they were removed', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    await room.scope(async (scope) => {
      const { signal } = scope;
      const removed = (): void => void log.push('removed');
      const first = (): void => {
        log.push('first');
        signal.removeEventListener('abort', removed);
        signal.addEventListener('abort', () => log.push('too late'));
      };
      signal.addEventListener('abort', first);
      signal.addEventListener('abort', first);
      signal.addEventListener('abort', { handleEvent: ({ type }) => log.push(type) }, { once: true });
      signal.addEventListener('abort', removed);
      signal.onabort = () => log.push('onabort');
      scope.cancel();
      scope.cancel();
    });
    return log;
  });
  expect(seen).toEqual(['onabort', 'first', 'abort']);
});

const bad: [string, (room: TestRoom) => unknown, unknown][] = [
  [
    'throws',
    () => {
      throw new Error('broken listener');
    },
    expect.objectContaining({ message: 'broken listener' }),
  ],
  ['calls what waits', (room) => void room.sleep(1), expect.any(SystemError)],
  ['is asynchronous', async () => undefined, expect.any(SystemError)],
];
test.each(bad)(
  'R21.2 an error of one that %s is one of the scope, and the others are called',
  async (_what, listener, expected) => {
    const seen = await play(async (room) => {
      const log: unknown[] = [];
      const error = await caught(() =>
        room.within(100, async ({ signal }) => {
          signal.addEventListener('abort', () => listener(room));
          signal.addEventListener('abort', () => log.push('other'));
          await room.sleep(1e6);
        }),
      );
      return [error, ...log];
    });
    expect(seen).toEqual([expected, 'other']);
  },
);
