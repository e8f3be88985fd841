import { expect, test } from 'vitest';
import { Cancelled, type TaskGroupError, TimeoutError, type ScopeHandle } from '../../../shared/runtime/index.ts';
import { caught, play, type TestRoom } from '../play.ts';

test('R7.1 Cancelled that leaves the body after the deadline becomes TimeoutError, with its cause kept', async () => {
  const [error, at] = await play(async (room) => [
    await caught(() => room.timeout(100, () => room.sleep(1000))),
    room.now,
  ]);
  expect(error).toBeInstanceOf(TimeoutError);
  expect(String(error)).toBe('TimeoutError: timed out after 100 ms');
  expect((error as TimeoutError).cause).toBeInstanceOf(Cancelled);
  expect(at).toBe(150);
});

test('R7.1 of within it becomes undefined', async () => {
  const seen = await play(async (room) => [
    await room.within(100, () => room.sleep(1000).then(() => 'slept')),
    room.now,
  ]);
  expect(seen).toEqual([undefined, 150]);
});

test('R7.2 a body that ends in time gives its value, and nothing is left of the deadline', async () => {
  const seen = await play(async (room) => {
    const values = [
      await room.timeout(100, async () => 'a'),
      await room.within(100, () => room.sleep(50).then(() => 'b')),
      await room.timeout(Infinity, () => room.sleep(50).then(() => 'c')),
    ];
    await room.sleep(1000);
    return values;
  });
  expect(seen).toEqual(['a', 'b', 'c']);
});

test('R7.2 a value that the body returned after the deadline stands', async () => {
  const slow = async (): Promise<unknown[]> =>
    play(async (room) => {
      const body = (): Promise<string> => caught(() => room.sleep(1000)).then(() => 'anyway');
      return [await room.timeout(100, body), await room.within(100, body)];
    });
  expect(await slow()).toEqual(['anyway', 'anyway']);
});

test('R7.2 an error that the body threw after the deadline stands', async () => {
  const errors = await play(async (room) => {
    const body = async (): Promise<void> => {
      await caught(() => room.sleep(1000));
      throw new Error('mine');
    };
    return [await caught(() => room.timeout(100, body)), await caught(() => room.within(100, body))];
  });
  expect(errors.map(String)).toEqual(['Error: mine', 'Error: mine']);
});

test('R7.2 tasks that the deadline cut off count, also where the body had returned: the time was not enough', async () => {
  const seen = await play(async (room) => {
    const body = async (): Promise<string> => {
      room.spawn('child', () => room.sleep(10_000));
      return 'value';
    };
    const error = await caught(() => room.timeout(100, body));
    return [String(error), (error as TimeoutError).cause instanceof Cancelled, await room.within(100, body), room.now];
  });
  expect(seen).toEqual(['TimeoutError: timed out after 100 ms', true, undefined, 250]);
});

test('R7.2 of a plain scope with a deadline they make undefined of its value', async () => {
  const seen = await play((room) =>
    room.scope(async (scope) => {
      scope.deadline = room.now + 100;
      scope.spawn('child', () => room.sleep(10_000));
      return 'value';
    }),
  );
  expect(seen).toBe(undefined);
});

test('R7.2 tasks that ended by themselves, that were cancelled before the deadline, or that swallowed it, were not cut off', async () => {
  const seen = await play(async (room) => {
    const ended = await room.timeout(100, async () => {
      room.spawn('quick', () => room.sleep(50));
      return 'ended';
    });
    const cancelled = await room.timeout(100, async () => {
      const slow = room.spawn('slow', async () => {
        try {
          await room.sleep(10_000);
        } finally {
          await room.shield(500, () => room.sleep(300));
        }
      });
      await room.nextTick();
      slow.cancel();
      return 'cancelled';
    });
    const swallowed = await room.timeout(100, async () => {
      room.spawn('tidy', () => room.sleep(10_000).catch(() => undefined));
      return 'swallowed';
    });
    return [ended, cancelled, swallowed];
  });
  expect(seen).toEqual(['ended', 'cancelled', 'swallowed']);
});

test('R7.2 an error of a task beats the deadline, also one of its cleanup', async () => {
  const error = await play((room) =>
    caught(() =>
      room.timeout(100, async () => {
        room.spawn('child', async () => {
          try {
            await room.sleep(10_000);
          } finally {
            // The deadline has cut it off, and then it fails.
            await Promise.reject(new Error('cleanup'));
          }
        });
      }),
    ),
  );
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: cleanup']);
});

test('R7.2 a value stands where the scope was cancelled by its handle and the deadline passes meanwhile', async () => {
  const seen = await play((room) =>
    room.within(100, async (scope) => {
      scope.spawn('child', async () => {
        try {
          await room.sleep(10_000);
        } finally {
          await room.shield(500, () => room.sleep(300));
        }
      });
      await room.nextTick();
      scope.cancel();
      return 'value';
    }),
  );
  expect(seen).toBe('value');
});

test.each([0, -5])('R7.3 with %d ms the function is never called', async (ms) => {
  const seen = await play(async (room) => {
    let called = 0;
    const body = async (): Promise<void> => void called++;
    const error = await caught(() => room.timeout(ms, body));
    const value = await room.within(ms, body);
    return [called, error instanceof TimeoutError, value, room.tick];
  });
  expect(seen).toEqual([0, true, undefined, 1]);
});

test('R7.3 a time that is not a number is a RangeError', async () => {
  const errors = await play(async (room) => {
    const body = async (): Promise<void> => {};
    return [await caught(() => room.timeout(NaN, body)), await caught(() => room.within(NaN, body))];
  });
  expect(errors.every((error) => error instanceof RangeError)).toBe(true);
});

test('R7.5 a body that was cancelled by its handle gives undefined', async () => {
  const seen = await play(async (room) => [
    await room.within(100, async (scope) => {
      scope.cancel();
      await room.sleep(1000);
    }),
    room.now,
  ]);
  expect(seen).toEqual([undefined, 50]);
});

test('R7.5 also where the deadline passes during its cleanup', async () => {
  const seen = await play(async (room) => [
    await room.within(100, async (scope) => {
      scope.cancel();
      try {
        await room.sleep(1000);
      } finally {
        await room.shield(500, () => room.sleep(300));
        expect(scope.expired).toBe(false);
      }
    }),
    room.now,
  ]);
  expect(seen).toEqual([undefined, 350]);
});

test('R7.6 where an enclosing scope is cancelled too, Cancelled is passed on instead of TimeoutError', async () => {
  const error = await play(async (room) => {
    let inner: unknown;
    await room.within(200, async () => {
      inner = await caught(() =>
        room.timeout(100, async () => {
          try {
            await room.sleep(1000);
          } finally {
            await room.shield(500, () => room.sleep(300));
          }
        }),
      );
    });
    return inner;
  });
  expect(error).toBeInstanceOf(Cancelled);
});

test('R7.4 timeout passes no handle: it gives the value or throws, and nothing else', async () => {
  const passed = await play((room) => room.timeout(100, async (...args: unknown[]) => args));
  expect(passed).toEqual([]);
});

test('R7.4 the handle tells the deadline, and that it has passed', async () => {
  const seen = await play(async (room) => {
    const log: unknown[] = [];
    await room.within(100, async (scope) => {
      log.push(scope.deadline, scope.expired, scope.cancelled);
      await caught(() => room.sleep(1000));
      log.push(scope.deadline, scope.expired, scope.cancelled);
    });
    return log;
  });
  expect(seen).toEqual([150, false, false, undefined, true, true]);
});

test.each<[string, number, number, (room: TestRoom, scope: ScopeHandle) => unknown]>([
  ['moved later it passes later', 100, 400, (_, scope) => (scope.deadline = 400)],
  [
    'it may be moved earlier, by another task',
    1000,
    200,
    (room, scope) =>
      room.spawn('mover', async () => {
        await room.sleep(50);
        scope.deadline = 200;
      }),
  ],
  [
    'moved into the past it passes at once',
    1000,
    100,
    async (room, scope) => {
      await room.sleep(50);
      scope.deadline = 10;
      expect(scope.expired).toBe(true);
    },
  ],
])('R7.4 the deadline can be moved: %s', async (_, timeoutMs, passesAt, move) => {
  const seen = await play(async (room) => [
    await room.within(timeoutMs, async (scope) => {
      await move(room, scope);
      await room.sleep(10_000);
    }),
    room.now,
  ]);
  expect(seen).toEqual([undefined, passesAt]);
});

test.each([undefined, Infinity])('R7.4 set to %s there is none', async (none) => {
  const seen = await play(async (room) => [
    await room.within(100, async (scope) => {
      scope.deadline = none;
      await room.sleep(500);
      return scope.deadline;
    }),
    room.now,
  ]);
  expect(seen).toEqual([undefined, 550]);
});

test('R7.4 a deadline that has passed cannot be moved any more', async () => {
  const seen = await play((room) =>
    room.within(100, async (scope) => {
      await caught(() => room.sleep(1000));
      scope.deadline = 5000;
      return [scope.deadline, scope.expired];
    }),
  );
  expect(seen).toEqual([undefined, true]);
});

test('R7.4 the handle spawns into its scope, from elsewhere too', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    let handle: ScopeHandle | undefined;
    await room.scope(async () => {
      room.spawn('other', async () => {
        await room.sleep(50);
        handle?.spawn('guest', async () => {
          await caught(() => room.sleep(10_000));
          log.push(`guest cancelled at ${room.now}`);
        });
      });
      await room.within(200, async (scope) => {
        handle = scope;
        await room.sleep(10_000);
      });
    });
    return log;
  });
  expect(seen).toEqual(['guest cancelled at 250']);
});

test('R2.3 a timeout that spawned throws its errors as a group', async () => {
  const error = await play((room) =>
    caught(() =>
      room.timeout(1000, async () => {
        room.spawn('child', () => Promise.reject(new Error('child')));
        await room.sleep(10_000);
      }),
    ),
  );
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: child']);
});

test('R6.4 the nearest deadline passes first, and the outer one in its own time', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    await room.within(300, async () => {
      await room.within(100, () => room.sleep(10_000));
      log.push(`inner at ${room.now}`);
      await room.sleep(10_000);
    });
    log.push(`outer at ${room.now}`);
    return log;
  });
  expect(seen).toEqual(['inner at 150', 'outer at 350']);
});
