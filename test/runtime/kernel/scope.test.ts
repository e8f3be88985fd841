import { expect, test } from 'vitest';
import {
  Cancelled,
  ScopeClosed,
  StrayCancelled,
  TaskGroupError,
  type ScopeHandle,
  type Task,
} from '../../../shared/runtime/index.ts';
import { caught, play } from '../play.ts';

test('R1.1 a scope ends only when all its strands have ended', async () => {
  const at = await play(async (room) => {
    await room.scope(async (scope) => {
      scope.spawn('short', () => room.sleep(100));
      room.spawn('long', () => room.sleep(300));
    });
    return room.now;
  });
  expect(at).toBe(350);
});

test('R1.1 a task may spawn into its scope after the body has ended', async () => {
  const at = await play(async (room) => {
    await room.scope(async () => {
      room.spawn('first', async () => {
        await room.sleep(100);
        room.spawn('second', () => room.sleep(100));
      });
    });
    return room.now;
  });
  expect(at).toBe(250);
});

test('R1.1 a scope gives what its body returned', async () => {
  const value = await play((room) =>
    room.scope(async () => {
      room.spawn('child', () => room.sleep(100));
      return 'value';
    }),
  );
  expect(value).toBe('value');
});

test('R1.2 cancelled strands finish their cleanup before the scope ends', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    await room.scope(async (scope) => {
      scope.spawn('child', async () => {
        try {
          await room.sleep(10_000);
        } finally {
          await room.shield(1000, () => room.sleep(200));
          lines.push(`cleaned up at ${room.now}`);
        }
      });
      await room.sleep(100);
      scope.cancel();
    });
    lines.push(`ended at ${room.now}`);
    return lines;
  });
  expect(log).toEqual(['cleaned up at 350', 'ended at 350']);
});

test('R1.3 a scope that waits for its children when an enclosing one is cancelled ends with Cancelled, after them', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    await room.scope(async (outer) => {
      outer.spawn('canceller', async () => {
        await room.sleep(100);
        outer.cancel('enough');
      });
      const error = await caught(() =>
        room.scope(async () => {
          room.spawn('child', async () => {
            await caught(() => room.sleep(10_000));
            await room.shield(1000, () => room.sleep(200));
            lines.push(`child ended at ${room.now}`);
          });
        }),
      );
      lines.push(`${String(error)} at ${room.now}`);
    });
    return lines;
  });
  expect(log).toEqual(['child ended at 350', 'Cancelled: cancelled: enough at 350']);
});

test('R1.3 so does one whose body ends after the cancellation, with children left', async () => {
  const error = await play(async (room) => {
    let inner: unknown;
    await room.scope(async (outer) => {
      outer.spawn('canceller', async () => outer.cancel());
      inner = await caught(() =>
        room.scope(async () => {
          room.spawn('child', () => room.shield(500, () => room.sleep(100)));
          await caught(() => room.sleep(1000));
          return 'value';
        }),
      );
    });
    return inner;
  });
  expect(error).toBeInstanceOf(Cancelled);
});

test('R1.4 a scope that never had to wait gives its value though an enclosing one is cancelled', async () => {
  const value = await play(async (room) => {
    let inner: unknown;
    await room.scope(async (outer) => {
      outer.spawn('canceller', async () => outer.cancel());
      inner = await room.scope(async () => {
        await caught(() => room.sleep(1000));
        return 'value';
      });
    });
    return inner;
  });
  expect(value).toBe('value');
});

test('R1.5 branches are waited for by nature: all rejects with Cancelled even where its branches swallowed it', async () => {
  const error = await play(async (room) => {
    let inner: unknown;
    await room.scope(async (outer) => {
      outer.spawn('canceller', async () => outer.cancel());
      inner = await caught(() => room.all([() => caught(() => room.sleep(1000))]));
    });
    return inner;
  });
  expect(error).toBeInstanceOf(Cancelled);
});

test('R2.1 a child that throws cancels its siblings and the body', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    const until = async (name: string): Promise<void> => {
      const error = await caught(() => room.sleep(10_000));
      lines.push(`${name}: ${(error as Cancelled).reason} at ${room.now}`);
      throw error;
    };
    await caught(() =>
      room.scope(async () => {
        room.spawn('sibling', () => until('sibling'));
        room.spawn('culprit', async () => {
          await room.sleep(100);
          throw new Error('oh');
        });
        await until('body');
      }),
    );
    return lines;
  });
  expect(log).toEqual(['body: "culprit" failed at 150', 'sibling: "culprit" failed at 150']);
});

test('R2.2 a body that throws cancels its tasks', async () => {
  const [state, at] = await play(async (room) => {
    let task: Task<void> | undefined;
    await caught(() =>
      room.scope(async () => {
        task = room.spawn('child', () => room.sleep(10_000));
        await room.sleep(100);
        throw new Error('oh');
      }),
    );
    return [task?.state, room.now];
  });
  expect([state, at]).toEqual(['cancelled', 150]);
});

test('R2.3 a scope that spawned throws one TaskGroupError: children in spawn order, the body last', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async () => {
        const fail = (name: string, ms: number) => async (): Promise<void> => {
          await caught(() => room.sleep(10_000));
          await room.shield(1000, () => room.sleep(ms));
          throw new Error(name);
        };
        room.spawn('a', fail('a', 300));
        room.spawn('b', fail('b', 100));
        room.spawn('c', fail('c', 200));
        throw new Error('body');
      }),
    ),
  );
  expect(error).toBeInstanceOf(TaskGroupError);
  expect(error).toBeInstanceOf(AggregateError);
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: a', 'Error: b', 'Error: c', 'Error: body']);
});

test('R2.3 also where only its body failed', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async () => {
        await room.spawn('fine', async () => 1).join();
        throw new Error('body');
      }),
    ),
  );
  expect(error).toBeInstanceOf(TaskGroupError);
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: body']);
});

test('R2.4 the same error object appears once', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async () => {
        const task = room.spawn('child', async () => {
          throw new Error('once');
        });
        await task.join();
      }),
    ),
  );
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: once']);
});

test('R2.5 a scope that never spawned lets the error of its body through unchanged', async () => {
  const thrown = new Error('mine');
  const error = await play((room) =>
    caught(() =>
      room.scope(async () => {
        await room.sleep(100);
        throw thrown;
      }),
    ),
  );
  expect(error).toBe(thrown);
});

test('R2.5 a body that throws at once, before it waits, does the same', async () => {
  const thrown = new Error('mine');
  const error = await play((room) =>
    caught(() =>
      room.scope(() => {
        throw thrown;
      }),
    ),
  );
  expect(error).toBe(thrown);
});

test('R2.5 anything may be thrown, not errors only', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async () => {
        // oxlint-disable-next-line typescript/only-throw-error -- that is the case
        throw 'a string';
      }),
    ),
  );
  expect(error).toBe('a string');
});

test('R2.6 nested scopes nest their groups', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async () => {
        room.spawn('outer child', () =>
          room.scope(async () => {
            room.spawn('inner child', async () => {
              throw new Error('deep');
            });
          }),
        );
      }),
    ),
  );
  const [inner] = (error as TaskGroupError).errors as TaskGroupError[];
  expect(inner).toBeInstanceOf(TaskGroupError);
  expect(inner?.errors.map(String)).toEqual(['Error: deep']);
});

test('R2.7 a scope with a failed system and a failed body throws both', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async () => {
        room.onTick(() => {
          throw new Error('system');
        });
        await caught(() => room.sleep(1000));
        throw new Error('body');
      }),
    ),
  );
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: system', 'Error: body']);
});

test('R4.1 a scope cancelled by its handle strips Cancelled and gives undefined', async () => {
  const [value, at] = await play(async (room) => {
    const inner = await room.scope(async (scope) => {
      scope.cancel();
      await room.sleep(1000);
      return 'never';
    });
    return [inner, room.now];
  });
  expect([value, at]).toEqual([undefined, 50]);
});

test('R4.1 a cancelled scope whose body still returned gives the value', async () => {
  const value = await play((room) =>
    room.scope(async (scope) => {
      scope.cancel();
      return 'kept';
    }),
  );
  expect(value).toBe('kept');
});

test('R4.2 it passes Cancelled on where an enclosing scope is cancelled too', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    const value = await room.scope(async (outer) => {
      const error = await caught(() =>
        room.scope(async (inner) => {
          outer.cancel('outer');
          inner.cancel('inner');
          await room.sleep(1000);
        }),
      );
      lines.push((error as Cancelled).reason);
      throw error;
    });
    lines.push(String(value));
    return lines;
  });
  expect(log).toEqual(['outer', 'undefined']);
});

test('R4.3 inside a shield an enclosing cancellation does not count', async () => {
  const value = await play((room) => {
    let stripped: unknown = 'not yet';
    return room
      .scope(async (outer) => {
        outer.cancel();
        await room.shield(1000, async () => {
          stripped = await room.scope(async (inner) => {
            inner.cancel();
            await room.sleep(1000);
          });
        });
      })
      .then(() => stripped);
  });
  expect(value).toBeUndefined();
});

test('R4.4 stripping looks inside AggregateError', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async (scope) => {
        scope.cancel();
        const cancelled = await caught(() => room.sleep(1000));
        throw new AggregateError([cancelled, new Error('kept'), new AggregateError([cancelled])], 'mixed');
      }),
    ),
  );
  expect(error).toBeInstanceOf(AggregateError);
  expect((error as AggregateError).message).toBe('mixed');
  expect((error as AggregateError).errors.map(String)).toEqual(['Error: kept']);
});

test('R4.4 an AggregateError of nothing but Cancelled counts as Cancelled', async () => {
  const value = await play((room) =>
    room.scope(async (scope) => {
      scope.cancel();
      await Promise.any([room.sleep(1000), room.sleep(2000)]);
      return 'never';
    }),
  );
  expect(value).toBeUndefined();
});

test('R4.4 an AggregateError with no Cancelled in it stays the same object', async () => {
  const thrown = new AggregateError([new Error('a')], 'mine');
  const error = await play((room) =>
    caught(() =>
      room.scope(async (scope) => {
        scope.cancel();
        throw thrown;
      }),
    ),
  );
  expect(error).toBe(thrown);
});

test.each([
  ['the error', (cancelled: unknown, other: Error) => new SuppressedError(cancelled, other)],
  ['what was suppressed', (cancelled: unknown, other: Error) => new SuppressedError(other, cancelled)],
])('R4.4 stripping looks inside SuppressedError: Cancelled as %s leaves the other', async (_, build) => {
  const other = new Error('kept');
  const error = await play((room) =>
    caught(() =>
      room.scope(async (scope) => {
        scope.cancel();
        throw build(await caught(() => room.sleep(1000)), other);
      }),
    ),
  );
  expect(error).toBe(other);
});

test('R4.4 a SuppressedError with an aggregate inside is stripped all the way down', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async (scope) => {
        scope.cancel();
        const cancelled = await caught(() => room.sleep(1000));
        throw new SuppressedError(new AggregateError([cancelled, new Error('a')]), new Error('b'));
      }),
    ),
  );
  const { error: first, suppressed } = error as SuppressedError;
  expect(first.errors.map(String)).toEqual(['Error: a']);
  expect(String(suppressed)).toBe('Error: b');
});

test('R4.5 a Cancelled that leaves a strand which nothing cancelled is the error StrayCancelled', async () => {
  const error = await play(async (room) => {
    let kept: unknown;
    await room.scope(async (scope) => {
      scope.cancel();
      kept = await caught(() => room.sleep(1000));
    });
    return caught(() =>
      room.scope(async () => {
        throw kept;
      }),
    );
  });
  expect(error).toBeInstanceOf(StrayCancelled);
  expect((error as Error).cause).toBeInstanceOf(Cancelled);
});

test('R4.5 a script that throws a Cancelled of its own fails its match', async () => {
  await expect(
    play(async () => {
      throw new Cancelled('mine');
    }),
  ).rejects.toBeInstanceOf(StrayCancelled);
});

test('R10.1 spawning into a closed scope throws at once and calls nothing', async () => {
  const [error, called] = await play(async (room) => {
    let kept: ScopeHandle | undefined;
    let ran = false;
    await room.scope(async (scope) => {
      kept = scope;
    });
    const thrown = await caught(() =>
      kept?.spawn('late', () => {
        ran = true;
      }),
    );
    await room.nextTick();
    return [thrown, ran];
  });
  expect(error).toBeInstanceOf(ScopeClosed);
  expect(called).toBe(false);
});

test('R10.2 spawning into a cancelled scope runs the task to its first waiting call', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    await room.scope(async (scope) => {
      scope.cancel('off');
      scope.spawn('late', async () => {
        lines.push('began');
        await room.sleep(1000);
        lines.push('never');
      });
      lines.push('spawned');
    });
    return lines;
  });
  expect(log).toEqual(['spawned', 'began']);
});

test('R10.3 past a bound spawning into a cancelled scope throws', async () => {
  const [spawned, error] = await play(
    async (room) => {
      let count = 0;
      const thrown = await caught(() =>
        room.scope(async (scope) => {
          scope.cancel();
          for (;;) {
            scope.spawn('late', async () => undefined);
            count++;
          }
        }),
      );
      return [count, (thrown as TaskGroupError).errors[0]];
    },
    { spawnsWhileCancelled: 5 },
  );
  expect(spawned).toBe(5);
  expect(String(error)).toBe('LimitReached: the room may have at most 5 tasks spawned in a cancelled scope');
});

test('R10.2 a task that respawns itself in a cancelled scope ends', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async (scope) => {
        const again = async (): Promise<void> => void scope.spawn('again', again);
        scope.cancel();
        scope.spawn('again', again);
      }),
    ),
  );
  expect((error as TaskGroupError).errors.map((each: Error) => each.name)).toEqual(['LimitReached']);
});

test('R7.4 a scope handle tells cancelled, and cancelling twice keeps the first reason', async () => {
  const seen = await play(async (room) => {
    const lines: unknown[] = [];
    await room.scope(async (scope) => {
      lines.push(scope.cancelled);
      scope.cancel('first');
      scope.cancel('second');
      lines.push(scope.cancelled, ((await caught(() => room.sleep(1000))) as Cancelled).reason);
    });
    return lines;
  });
  expect(seen).toEqual([false, true, 'first']);
});

test('R7.4 cancelling a scope that has ended does nothing', async () => {
  const at = await play(async (room) => {
    let kept: ScopeHandle | undefined;
    await room.scope(async (scope) => {
      kept = scope;
    });
    kept?.cancel();
    await room.sleep(100);
    return room.now;
  });
  expect(at).toBe(150);
});

test('R7.4 a scope has no deadline until its handle sets one', async () => {
  const seen = await play(async (room) => {
    const lines: unknown[] = [];
    const value = await room.scope(async (scope) => {
      lines.push(scope.deadline);
      scope.deadline = 500;
      lines.push(scope.deadline, scope.expired);
      await caught(() => room.sleep(10_000));
      lines.push(scope.expired, room.now);
      throw new Cancelled('leaves');
    });
    lines.push(value);
    return lines;
  });
  expect(seen).toEqual([undefined, 500, false, true, 500, undefined]);
});

test('R1.6 the script of a match is a scope: tasks beside it are cancelled when it returns, and end before the match', async () => {
  const log: string[] = [];
  const result = await play(async (room) => {
    room.spawn('chat', async () => {
      try {
        for (;;) await room.sleep(1000);
      } catch (error) {
        log.push((error as Cancelled).reason);
        throw error;
      } finally {
        await room.shield(500, () => room.sleep(100));
        log.push(`chat ended at ${room.now}`);
      }
    });
    await room.sleep(50);
    return 'result';
  });
  expect(result).toBe('result');
  expect(log).toEqual(['the script has ended', 'chat ended at 200']);
});
