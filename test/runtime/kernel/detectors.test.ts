import { expect, test } from 'vitest';
import { failRoomOfContext, type MatchEnd, stepMatches } from '../../../shared/runtime/host.ts';
import { ForeignAwait, OutsideTurn, TaskGroupError, WrongStrand } from '../../../shared/runtime/index.ts';
import { caught, matchOf, play, step, unhandledIn, virtual, type TestRoom } from '../play.ts';

function errorOf(ended: MatchEnd | undefined): unknown {
  const error = ended?.kind === 'failed' ? ended.error : undefined;
  return error instanceof TaskGroupError ? error.errors[0] : error;
}

test('R19.1 a strand that awaits a promise which is not of its room is ForeignAwait, which names it and the fix', async () => {
  const foreign = new Promise(() => {});
  const match = virtual(async (room) => {
    room.spawn('dreamer', () => foreign);
    await room.sleep(1000);
  });
  await match.tick();
  const error = errorOf(match.ended);
  expect(error).toBeInstanceOf(ForeignAwait);
  expect(String(error)).toContain('"dreamer" awaits a promise that does not come from its room');
  expect(String(error)).toContain('room.effect()');
});

test('R19.1 one that is resolved outside is found before it is resolved', async () => {
  const match = virtual(async (room) => {
    await new Promise<void>((resolve) => void outside.push(resolve));
    await room.sleep(10);
  });
  const outside: (() => void)[] = [];
  await match.tick();
  const before = errorOf(match.ended);
  outside[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  expect(before).toBeInstanceOf(ForeignAwait);
});

test('R19.1 a promise of another strand of the room is foreign too', async () => {
  const match = virtual(async (room) => {
    let wake = (): void => undefined;
    const shared = new Promise<void>((resolve) => {
      wake = resolve;
    });
    room.spawn('waiting', () => shared);
    await room.sleep(100);
    wake();
  });
  await match.until(() => match.ended !== undefined);
  expect(errorOf(match.ended)).toBeInstanceOf(ForeignAwait);
  expect(match.now).toBe(50);
});

test('R19.1 promises that settle within the turn are fine', async () => {
  const value = await play(async (room) => {
    const shared = (async (): Promise<string> => {
      await room.sleep(100);
      return 'shared';
    })();
    const again = [shared, shared.then((text) => text.length), Promise.race([shared])];
    return Promise.all(again);
  });
  expect(value).toEqual(['shared', 6, 'shared']);
});

test('R19.2 a call in the turn of another strand is WrongStrand, which names both', async () => {
  const match = virtual(async (room) => {
    let wake = (): void => undefined;
    const shared = new Promise<void>((resolve) => {
      wake = resolve;
    });
    let error: unknown;
    const borrower = room.spawn('borrower', async () => {
      const pending = room.sleep(10_000);
      await shared;
      error = await caught(() => room.sleep(10));
      await pending;
    });
    await room.nextTick();
    wake();
    await room.nextTick();
    borrower.cancel();
    return error;
  });
  await match.until(() => match.ended !== undefined);
  const error = match.ended?.kind === 'finished' ? match.ended.result : undefined;
  expect(error).toBeInstanceOf(WrongStrand);
  expect(String(error)).toContain('sleep() belongs to "borrower", but ran in a turn of "play"');
});

test('R19.2 so are calls that do not wait', async () => {
  const errors = await play(async (room) => {
    let wake = (): void => undefined;
    const shared = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const event = room.event();
    const found: unknown[] = [];
    const borrower = room.spawn('borrower', async () => {
      const pending = room.sleep(10_000);
      await shared;
      const calls = [
        () => event.set(),
        () => room.notifyAll('hello', 'x'),
        () => room.spawn('task', () => 1),
        () => borrower.cancel(),
        () => {
          room.joinable = false;
        },
      ];
      for (const call of calls) {
        try {
          call();
        } catch (error) {
          found.push(error);
        }
      }
      await pending;
    });
    await room.nextTick();
    wake();
    await room.nextTick();
    borrower.cancel();
    return found;
  });
  expect(errors).toHaveLength(5);
  expect(errors.every((error) => error instanceof WrongStrand)).toBe(true);
});

test('R19.3 a room call with no current strand is OutsideTurn', async () => {
  let outside: TestRoom | undefined;
  const match = virtual(async (room) => {
    outside = room;
    await room.sleep(1000);
  });
  await match.tick();
  const room = outside as TestRoom;
  expect(() => room.sleep(10)).toThrow(OutsideTurn);
  expect(() => room.spawn('late', () => 1)).toThrow('spawn("late") was called outside the room\'s script');
  expect(() => room.notifyAll('hello', 'x')).toThrow(OutsideTurn);
  expect(() => room.seated(1)).toThrow(OutsideTurn);
  expect(() => room.arrivals()).toThrow(OutsideTurn);
  expect(() => room.effect('fetch', { url: 'x' })).toThrow(OutsideTurn);
  expect(() => room.addBots(1)).toThrow(OutsideTurn);
  expect(() => {
    room.joinable = false;
  }).toThrow(OutsideTurn);
  expect(match.ended).toBeUndefined();
});

test('R19.3 a handle of a scope too', async () => {
  const seen: unknown[] = [];
  const match = virtual((room) =>
    room.scope(async (scope) => {
      seen.push(scope);
      await room.sleep(1000);
    }),
  );
  await match.tick();
  const [scope] = seen as [Parameters<Parameters<TestRoom['scope']>[0]>[0]];
  expect(() => scope.cancel()).toThrow(OutsideTurn);
  expect(() => scope.spawn('late', () => 1)).toThrow(OutsideTurn);
  expect(() => {
    scope.deadline = 100;
  }).toThrow(OutsideTurn);
});

test('R19.4 a call on the room of another match is WrongStrand', async () => {
  const rooms: TestRoom[] = [];
  const host = matchOf(async (room) => {
    rooms.push(room);
    for (let turn = 0; turn < 10; turn++) await room.sleep(0);
    await room.sleep(1000);
  });
  const guest = matchOf(async (room) => {
    await room.sleep(0);
    return caught(() => rooms[0]?.sleep(10));
  });
  await stepMatches([
    { match: host, entries: [] },
    { match: guest, entries: [] },
  ]);
  const error = guest.ended?.kind === 'finished' ? guest.ended.result : undefined;
  expect(error).toBeInstanceOf(WrongStrand);
  expect(host.ended).toBeUndefined();
});

test('R19.5 a strand that ends in a turn which is not its own is WrongStrand', async () => {
  const match = virtual(async (room) => {
    let wake = (): void => undefined;
    const shared = new Promise<void>((resolve) => {
      wake = resolve;
    });
    room.spawn('borrower', async () => {
      void room.sleep(10_000);
      await shared;
    });
    await room.nextTick();
    wake();
    await room.sleep(1000);
  });
  await match.until(() => match.ended !== undefined);
  const error = errorOf(match.ended);
  expect(error).toBeInstanceOf(WrongStrand);
  expect(String(error)).toContain('its end belongs to "borrower", but ran in a turn of "play"');
});

test('R19.5 or in none at all', async () => {
  const outside: (() => void)[] = [];
  const match = virtual(async (room) => {
    void room.sleep(10_000);
    await new Promise<void>((resolve) => void outside.push(resolve));
  });
  await match.tick();
  outside[0]?.();
  await match.tick();
  expect(String(errorOf(match.ended))).toContain('ran in a turn of "nobody"');
});

test('R19.6 the code of a strand that was given up goes on for nothing: its calls are errors', async () => {
  const outside: (() => void)[] = [];
  const log: unknown[] = [];
  const match = virtual(async (room) => {
    await caught(() =>
      room.scope(async () => {
        room.spawn('dreamer', async () => {
          await new Promise<void>((resolve) => void outside.push(resolve));
          log.push(await caught(() => room.sleep(10)));
        });
        await room.sleep(10_000);
      }),
    );
    const tasks = Array.from({ length: 100 }, (_, index) =>
      room.spawn(`task ${index}`, async () => {
        outside[0]?.();
        await room.sleep(100);
      }),
    );
    for (const task of tasks) await task.join();
  });
  await match.until(() => match.ended !== undefined);
  expect(match.ended?.kind).toBe('finished');
  expect(log).toHaveLength(1);
  expect(log[0]).toBeInstanceOf(WrongStrand);
});

/** Runs `fn` with a host that fails the room whose context an unhandled rejection carries. */
function withHost(fn: () => Promise<unknown>): Promise<unknown[]> {
  return unhandledIn(fn, (error) => failRoomOfContext(error as Error));
}

test('R14.4 an unhandled rejection fails the room whose async context it carries', async () => {
  const guilty = matchOf(async (room) => {
    void (async () => {
      await room.sleep(50);
      throw new Error('floating');
    })();
    await room.sleep(1000);
  });
  const innocent = matchOf((room) => room.sleep(1000));
  const found = await withHost(async () => {
    for (let tick = 0; tick < 3; tick++) {
      await stepMatches([
        { match: guilty, entries: [] },
        { match: innocent, entries: [] },
      ]);
    }
  });
  expect(found).toEqual([true]);
  expect(String(errorOf(guilty.ended))).toBe('Error: floating');
  expect(innocent.ended).toBeUndefined();
});

test('R14.4 also where its strand has ended meanwhile', async () => {
  const guilty = matchOf(async (room) => {
    room.spawn('careless', async () => {
      void Promise.reject(new Error('floating'));
    });
    await room.sleep(1000);
  });
  const found = await withHost(() => step(guilty));
  expect(found).toEqual([true]);
  expect(String(errorOf(guilty.ended))).toBe('Error: floating');
});

test('R14.4 one from elsewhere fails no room', async () => {
  const found = await withHost(async () => {
    void Promise.reject(new Error('elsewhere'));
  });
  expect(found).toEqual([false]);
});

test('R12.2 a strand that is given up causes no unhandled rejection', async () => {
  const unhandled = await unhandledIn(async () => {
    const outside: (() => void)[] = [];
    const match = virtual(async (room) => {
      room.spawn('dreamer', async () => {
        await new Promise<void>((resolve) => void outside.push(resolve));
        throw new Error('after all');
      });
      await room.sleep(1000);
    });
    await match.tick();
    outside[0]?.();
  });
  expect(unhandled).toEqual([]);
});
