import { expect, test } from 'vitest';
import {
  Cancelled,
  type Player,
  type TaskGroupError,
  type ScopeHandle,
  type Task,
} from '../../../shared/runtime/index.ts';
import type { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { caught, play, unhandledIn, virtual, type TestRoom, type TestSpec } from '../play.ts';

/** Waits until cancelled, and says so. */
async function waits(room: TestRoom, log: string[], name: string): Promise<void> {
  try {
    await room.sleep(10_000);
  } catch (error) {
    log.push(name);
    throw error;
  }
}

test('R3.1 every pending waiting call inside is rejected with the same Cancelled, in the same tick', async () => {
  const [errors, ticks] = await play(async (room) => {
    const caughtErrors: unknown[] = [];
    const at: number[] = [];
    await room.scope(async (scope) => {
      const wait = async (): Promise<void> => {
        caughtErrors.push(await caught(() => room.sleep(10_000)));
        at.push(room.tick);
      };
      scope.spawn('a', wait);
      scope.spawn('b', () => room.scope(wait));
      await room.nextTick();
      scope.cancel('why');
      await wait();
    });
    return [caughtErrors, at];
  });
  expect(new Set(errors).size).toBe(1);
  expect((errors[0] as Cancelled).reason).toBe('why');
  expect(ticks).toEqual([2, 2, 2]);
});

test('R3.2 the body is rejected first, then the children in spawn order, inner scopes in their places', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    await room.race([
      () =>
        room.scope(async () => {
          room.spawn('a', () => waits(room, lines, 'a'));
          room.spawn('b', () =>
            room.scope(async () => {
              room.spawn('b.child', () => waits(room, lines, 'b.child'));
              await waits(room, lines, 'b.body');
            }),
          );
          room.spawn('c', () => waits(room, lines, 'c'));
          await waits(room, lines, 'body');
        }),
      () => room.sleep(100),
    ]);
    return lines;
  });
  expect(log).toEqual(['body', 'a', 'b.body', 'b.child', 'c']);
});

test('R3.3 all are rejected before any of them resumes: nobody can slip through', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    const event = room.event();
    await room.scope(async (scope) => {
      scope.spawn('last', async () => {
        await event.wait();
        lines.push('slipped through');
      });
      await room.nextTick();
      scope.cancel();
      await caught(() => room.nextTick());
      // The others are rejected already: this comes too late for them.
      event.set();
    });
    return lines;
  });
  expect(log).toEqual([]);
});

test('R3.4 cancellation is a level: every later waiting call is rejected too', async () => {
  const [count, at] = await play(async (room) => {
    let rejected = 0;
    await room.scope(async (scope) => {
      scope.cancel();
      const event = room.event();
      event.set();
      const calls: (() => Promise<unknown>)[] = [
        () => room.sleep(1000),
        () => room.sleep(0),
        () => room.nextTick(),
        () => room.until(() => true),
        () => event.wait(),
        () => room.queue(1).take(),
        () => room.queue(1).put(1),
        () => room.queue(1).join(),
        () => room.semaphore(1).acquire(),
        () => room.condition().wait(),
        () => room.condition().waitFor(() => true),
        () => room.barrier(1).wait(),
        () => room.scope(async () => 1),
        () => room.all([]),
        () => room.all([async () => 1]),
        () => room.race([async () => 1]),
        () => room.any([async () => 1]),
        () => room.allSettled([async () => 1]),
        () => room.timeout(100, async () => 1),
        () => room.timeout(0, async () => 1),
        () => room.within(100, async () => 1),
        () => room.within(0, async () => 1),
        () => room.seated(1),
        () => room.effect('fetch', { url: 'x' }),
        () => scope.spawn('t', async () => 1).join(),
      ];
      for (const call of calls) if ((await caught(call)) instanceof Cancelled) rejected++;
      rejected -= calls.length;
    });
    return [rejected, room.now];
  });
  expect([count, at]).toEqual([0, 50]);
});

test('R3.5 a later call is rejected at its next turn, not by a promise that is rejected already', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    await room.scope(async (scope) => {
      scope.cancel();
      scope.spawn('other', async () => void lines.push('other'));
      await room.sleep(10).catch(() => lines.push('rejected'));
    });
    return lines;
  });
  expect(log).toEqual(['other', 'rejected']);
});

test('R3.6 synchronous calls still work in a cancelled scope', async () => {
  const seen = await play(async (room) => {
    const queue = room.queue<number>(2);
    const event = room.event();
    let later: Task<void> | undefined;
    await room.scope(async (outer) => {
      const victim = outer.spawn('victim', () => room.sleep(10_000));
      later = victim;
      await room.scope(async (scope) => {
        scope.cancel();
        queue.tryPut(1);
        event.set();
        victim.cancel();
        room.notifyAll('hello', 'bye');
        room.state.count = 7;
      });
    });
    return [queue.length, event.isSet, later?.state, room.state.count];
  });
  expect(seen).toEqual([1, true, 'cancelled', 7]);
});

test('R3.7 an effect is not started in a cancelled scope', async () => {
  const match = virtual((room) =>
    room.scope(async (scope) => {
      scope.cancel();
      await room.effect('fetch', { url: 'x' });
    }),
  );
  await match.tick();
  expect(match.outputs).toEqual([{ kind: 'ended' }]);
});

test('R3.7 a question is not asked in a cancelled scope, and no message is taken', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    await room.scope(async (scope) => {
      scope.cancel();
      await caught(() => ann.ask('ready', { round: 1 }));
      await ann.next('kept');
    });
    return ann.next('kept');
  });
  const ann = await match.join('Ann');
  match.send(ann, 'kept', 1);
  await match.tick();
  expect(match.questions(ann)).toEqual([]);
  expect(match.ended).toEqual({ kind: 'finished', result: 1 });
});

test('R3.8 cancelling is idempotent: a strand is interrupted by the first cancellation only', async () => {
  const reasons = await play(async (room) => {
    const seen: string[] = [];
    await room.scope(async (scope) => {
      const task = scope.spawn('task', async () => {
        for (let turn = 0; turn < 2; turn++) seen.push(((await caught(() => room.sleep(1000))) as Cancelled).reason);
      });
      await room.nextTick();
      task.cancel('first');
      task.cancel('second');
      scope.cancel('third');
    });
    return seen;
  });
  expect(reasons).toEqual(['first', 'first']);
});

test('R3.9 the strand that cancels goes on to its next waiting call', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    await room.scope(async (scope) => {
      scope.cancel();
      lines.push('still here');
      await room.nextTick();
      lines.push('never');
    });
    return lines;
  });
  expect(log).toEqual(['still here']);
});

test('R5.1 a timer commits when due: cancelled in the same tick, after it has fired, the strand goes on', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    await room.scope(async (scope) => {
      scope.spawn('canceller', async () => {
        await room.sleep(100);
        scope.cancel();
      });
      scope.spawn('sleeper', async () => {
        await room.sleep(100);
        lines.push('slept');
        await room.sleep(100);
        lines.push('never');
      });
    });
    return lines;
  });
  expect(log).toEqual(['slept']);
});

test('R5.2 a join commits when due: it gets the error, though the same error cancels the joiner', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    await caught(() =>
      room.scope(async () => {
        const task = room.spawn('task', async () => {
          await room.sleep(100);
          throw new Error('oh');
        });
        lines.push(String(await caught(() => task.join())));
        lines.push(String(await caught(() => room.sleep(100))));
      }),
    );
    return lines;
  });
  expect(log).toEqual(['Error: oh', 'Cancelled: cancelled: "task" failed']);
});

test('R5.1 an event, a barrier and an effect result commit when due as well', async () => {
  const match = virtual(async (room) => {
    const lines: string[] = [];
    const event = room.event();
    const barrier = room.barrier(2);
    await room.scope(async (scope) => {
      scope.spawn('event', () => event.wait().then(() => lines.push('event')));
      scope.spawn('barrier', () => barrier.wait().then(() => lines.push('barrier')));
      scope.spawn('effect', () => room.effect('fetch', { url: 'x' }).then((text) => lines.push(text)));
      await room.sleep(100);
      event.set();
      void barrier.wait();
      scope.cancel();
    });
    return lines;
  });
  await match.tick(2);
  match.enter({ kind: 'effect', effect: 1, result: 'effect' });
  await match.until(() => match.ended !== undefined);
  expect(match.ended).toEqual({ kind: 'finished', result: ['effect', 'event', 'barrier'] });
});

/** Hands something to the first of two strands, and cancels it before it resumed. */
async function handOff(
  room: TestRoom,
  take: () => Promise<unknown>,
  give: () => void,
): Promise<{ first: string; second: unknown }> {
  let second: unknown = 'nothing';
  const first = room.spawn('first', take);
  room.spawn('second', async () => {
    second = await take();
  });
  await room.nextTick();
  give();
  first.cancel();
  await room.nextTick();
  return { first: first.state, second };
}

test('R5.3 a queue item handed to a strand that is cancelled before it resumes goes to the next waiter', async () => {
  const seen = await play(async (room) => {
    const queue = room.queue<string>(1);
    return handOff(
      room,
      () => queue.take(),
      () => queue.tryPut('item'),
    );
  });
  expect(seen).toEqual({ first: 'cancelled', second: 'item' });
});

test('R5.3 so does a permit', async () => {
  const seen = await play(async (room) => {
    const semaphore = room.semaphore(1);
    await semaphore.acquire();
    return handOff(
      room,
      () => semaphore.acquire().then(() => 'permit'),
      () => semaphore.release(),
    );
  });
  expect(seen).toEqual({ first: 'cancelled', second: 'permit' });
});

test('R5.3 so does a notification', async () => {
  const seen = await play(async (room) => {
    const condition = room.condition();
    return handOff(
      room,
      () => condition.wait().then(() => 'notified'),
      () => condition.notify(),
    );
  });
  expect(seen).toEqual({ first: 'cancelled', second: 'notified' });
});

test('R5.4 with no other waiter an item goes back to the head of its queue', async () => {
  const items = await play(async (room) => {
    const queue = room.queue<number>(3);
    const taker = room.spawn('taker', () => queue.take());
    await room.nextTick();
    queue.tryPut(1);
    queue.tryPut(2);
    taker.cancel();
    await room.nextTick();
    return [await queue.take(), await queue.take()];
  });
  expect(items).toEqual([1, 2]);
});

test('R5.4 a permit goes back to its semaphore', async () => {
  const free = await play(async (room) => {
    const semaphore = room.semaphore(1);
    await semaphore.acquire();
    const taker = room.spawn('taker', () => semaphore.acquire());
    await room.nextTick();
    semaphore.release();
    taker.cancel();
    await room.nextTick();
    return semaphore.free;
  });
  expect(free).toBe(1);
});

test('R5.4 items and messages that several strands give back keep their order', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const queue = room.queue<number>(5);
    await room.scope(async (scope) => {
      for (let taker = 0; taker < 3; taker++) room.spawn('taker', () => queue.take());
      room.spawn('canceller', async () => {
        await ann.next('other');
        for (const item of [1, 2, 3, 4]) queue.tryPut(item);
        scope.cancel();
      });
      for (let taker = 0; taker < 2; taker++) room.spawn('reader', () => ann.next('kept'));
    });
    const items = [await queue.take(), await queue.take(), await queue.take(), await queue.take()];
    return [...items, await ann.next('kept'), await ann.next('kept'), await ann.next('kept')];
  });
  const ann = await match.join('Ann');
  match.send(ann, 'other', 'go');
  for (const letter of [11, 12, 13]) match.send(ann, 'kept', letter);
  await match.tick();
  expect(match.ended).toEqual({ kind: 'finished', result: [1, 2, 3, 4, 11, 12, 13] });
});

test('R5.5 items that are given back may exceed the limit of their queue, and push out none that waits to be put', async () => {
  const items = await play(async (room) => {
    const queue = room.queue<string>(1);
    const taker = room.spawn('taker', () => queue.take());
    await room.nextTick();
    queue.tryPut('a');
    queue.tryPut('b');
    const putting = queue.put('c');
    taker.cancel();
    const length = queue.length;
    const taken = [await queue.take(), await queue.take()];
    await putting;
    return [length, ...taken, await queue.take()];
  });
  expect(items).toEqual([2, 'a', 'b', 'c']);
});

test('R5.6 a message handed to a strand that is cancelled before it resumes goes to the next strand that waits for it', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const canceller = room.spawn('canceller', async () => {
      await ann.next('other');
      first.cancel();
    });
    const first: Task<number> = room.spawn('first', () => ann.next('move'));
    const second = room.spawn('second', () => ann.next('move'));
    await canceller.join();
    return [await second.join(), first.state];
  });
  const ann = await match.join('Ann');
  match.send(ann, 'other', 'go');
  const move = match.send(ann, 'move', 5);
  await match.until(() => match.ended !== undefined);
  expect(match.ended).toEqual({ kind: 'finished', result: [5, 'cancelled'] });
  expect(move.reply).toBe('accepted');
});

/** A task `waits`, and is cancelled where the player sends "other"; a second later the script ends with `result`. */
function cancelledByOther(
  waits: (ann: Player<TestSpec>) => Promise<unknown>,
  result: (ann: Player<TestSpec>, first: Task<unknown>) => unknown,
): VirtualMatch<TestSpec> {
  return virtual(async (room) => {
    const [ann] = await room.seated(1);
    room.spawn('canceller', async () => {
      await ann.next('other');
      first.cancel();
    });
    const first: Task<unknown> = room.spawn('first', () => waits(ann));
    await room.sleep(1000);
    return result(ann, first);
  });
}

const nextTwo = async (ann: Player<TestSpec>) => [await ann.next('kept'), await ann.next('kept')];

test('R5.6 with no other strand the message is answered "not now"', async () => {
  const match = cancelledByOther(
    (ann) => ann.next('move'),
    (_, { state }) => state,
  );
  const ann = await match.join('Ann');
  match.send(ann, 'other', 'go');
  const move = match.send(ann, 'move', 5);
  await match.until(() => match.ended !== undefined);
  expect(match.ended).toEqual({ kind: 'finished', result: 'cancelled' });
  expect(move.reply).toBe('not-now');
});

test('R5.6 a message of a buffered type goes back to the head of its buffer', async () => {
  const match = cancelledByOther((ann) => ann.next('kept'), nextTwo);
  const ann = await match.join('Ann');
  match.send(ann, 'other', 'go');
  match.send(ann, 'kept', 1);
  match.send(ann, 'kept', 2);
  await match.until(() => match.ended !== undefined);
  expect(match.ended).toEqual({ kind: 'finished', result: [1, 2] });
});

test('R5.7 an answer handed to a strand that is cancelled before it resumes is refused as stale', async () => {
  const match = cancelledByOther(
    (ann) => ann.ask('ready', { round: 1 }),
    (_, { state }) => state,
  );
  const ann = await match.join('Ann');
  await match.tick();
  match.send(ann, 'other', 'go');
  const answer = match.answer(ann, true);
  await match.until(() => match.ended !== undefined);
  expect(match.ended).toEqual({ kind: 'finished', result: 'cancelled' });
  expect(answer.reply).toBe('stale-answer');
});

test('R5.8 an item of a messages() loop that is cancelled before it resumes goes to the next who waits', async () => {
  const match = cancelledByOther(
    async (ann) => {
      for await (const move of ann.messages('kept')) throw new Error(`took ${move}`);
    },
    async (ann, { state }) => [state, ...(await nextTwo(ann))],
  );
  const ann = await match.join('Ann');
  await match.tick();
  match.send(ann, 'other', 'go');
  match.send(ann, 'kept', 1);
  match.send(ann, 'kept', 2);
  await match.until(() => match.ended !== undefined);
  expect(match.ended).toEqual({ kind: 'finished', result: ['cancelled', 1, 2] });
});

test('R5.9 once its strand has resumed, a hand-off stays', async () => {
  const seen = await play(async (room) => {
    const queue = room.queue<string>(1);
    const got: string[] = [];
    const taker = room.spawn('taker', async () => {
      got.push(await queue.take());
      await room.sleep(1000);
    });
    await room.nextTick();
    queue.tryPut('item');
    await room.nextTick();
    taker.cancel();
    await room.nextTick();
    return [got, queue.length];
  });
  expect(seen).toEqual([['item'], 0]);
});

test('R6.1 a message in the tick of a deadline wins', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return [await ann.next('move', { timeoutMs: 100, otherwise: -1 }), room.now];
  });
  const ann = await match.join('Ann');
  await match.tick();
  match.send(ann, 'move', 5);
  await match.tick();
  expect(match.ended).toEqual({ kind: 'finished', result: [5, 150] });
});

test('R6.1 also against the deadline of a scope around it', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return room.timeout(100, () => ann.next('move'));
  });
  const ann = await match.join('Ann');
  await match.tick();
  match.send(ann, 'move', 5);
  await match.tick();
  expect(match.ended).toEqual({ kind: 'finished', result: 5 });
});

test('R6.2 with equal nested deadlines the outer one wins', async () => {
  const seen = await play(async (room) => {
    const inner: unknown[] = [];
    const outer = await caught(() =>
      room.timeout(100, async () => {
        inner.push(await caught(() => room.timeout(100, () => room.sleep(1000))));
        await room.sleep(0);
      }),
    );
    return [String(outer), inner.map(String)];
  });
  expect(seen).toEqual([
    'TimeoutError: timed out after 100 ms',
    ['Cancelled: cancelled: the deadline of "timeout(100)" has passed'],
  ]);
});

test('R6.2 a deadline wins over a sleep inside it that is due in the same tick', async () => {
  const value = await play((room) => room.within(100, () => room.sleep(100).then(() => 'slept')));
  expect(value).toBeUndefined();
});

test('R6.3 an error beats a cancellation: of a child that fails while an enclosing scope is cancelled', async () => {
  const error = await play((room) =>
    caught(() =>
      room.scope(async (outer) => {
        outer.spawn('canceller', async () => outer.cancel());
        await room.scope(async () => {
          await caught(() => room.sleep(1000));
          throw new Error('wins');
        });
      }),
    ),
  );
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: wins']);
});

test('R6.3 also in a branch of all', async () => {
  const error = await play((room) =>
    caught(() =>
      room.within(100, () =>
        room.all([
          () => room.sleep(1000),
          async () => {
            await caught(() => room.sleep(1000));
            throw new Error('wins');
          },
        ]),
      ),
    ),
  );
  expect(String(error)).toBe('Error: wins');
});

test('R12.1 a verb starts when it is called, awaited or not', async () => {
  const at = await play(async (room) => {
    const first = room.sleep(100);
    const second = room.sleep(200);
    await first;
    await second;
    return room.now;
  });
  expect(at).toBe(250);
});

test('R12.2 the rejection of a verb that nobody awaits never reaches the process', async () => {
  const unhandled = await unhandledIn(() =>
    play(async (room) => {
      await room.scope(async (scope) => {
        const oven = room.semaphore(1);
        await oven.acquire();
        const condition = room.condition();
        void room.sleep(1000);
        void room.until(() => false);
        void room.seated(4);
        void room.timeout(100, () => room.sleep(1000));
        void room.timeout(0, async () => undefined);
        void room.all([() => Promise.reject(new Error('floating'))]);
        void room.effect('fetch', { url: 'x' });
        void condition.waitFor(() => false);
        void oven.use(async () => undefined);
        void room.queue(1).take();
        void room.queue(1)[Symbol.asyncIterator]().next();
        void room.arrivals().next();
        await room.sleep(200);
        scope.cancel();
        await room.sleep(200);
      });
    }),
  );
  expect(unhandled).toEqual([]);
});

test('R12.2 nor that of a verb on a player', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    void ann.next('move');
    void ann.ask('ready', { round: 1 });
    void ann.messages('other').next();
    await room.sleep(1000);
    return 'ended';
  });
  const unhandled = await unhandledIn(async () => {
    match.leave(await match.join('Ann'));
    await match.until(() => match.ended !== undefined);
  });
  expect(unhandled).toEqual([]);
  expect(match.ended).toEqual({ kind: 'finished', result: 'ended' });
});

test('R12.3 when the function of a strand ends, its pending calls are cancelled, and it ends when they have', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    const task = room.spawn('task', async () => {
      void room.scope(async () => {
        try {
          await room.sleep(10_000);
        } catch (error) {
          lines.push((error as Cancelled).reason);
          await room.shield(500, () => room.sleep(100));
          throw error;
        }
      });
      await room.sleep(100);
      return 'value';
    });
    lines.push(await task.join(), String(room.now));
    return lines;
  });
  expect(log).toEqual(['"task" has ended', 'value', '250']);
});

test('R12.3 what was handed to a call that its strand no longer awaits goes on to others', async () => {
  const item = await play(async (room) => {
    const queue = room.queue<string>(1);
    const careless = room.spawn('careless', async () => void queue.take());
    await careless.join();
    queue.tryPut('item');
    return queue.take();
  });
  expect(item).toBe('item');
});

test('R12.4 two calls of one strand may wait at the same time', async () => {
  const match = virtual(async (room) => {
    const [ann, bob] = await room.seated(2);
    return Promise.all([ann.next('move'), bob.next('move')]);
  });
  const ann = await match.join('Ann');
  const bob = await match.join('Bob');
  match.send(bob, 'move', 2);
  match.send(ann, 'move', 1);
  await match.tick();
  expect(match.ended).toEqual({ kind: 'finished', result: [1, 2] });
});

test('R3.10 a scope that is cancelled from a sibling task, from inside a nested scope or from a system is cancelled all the same', async () => {
  const cancel = async (how: (room: TestRoom, scope: ScopeHandle) => unknown): Promise<unknown> =>
    play(async (room) => {
      const value = await room.scope(async (scope) => {
        await how(room, scope);
        await room.sleep(10_000);
        return 'never';
      });
      return [value, room.now];
    });
  expect(await cancel((room, scope) => room.spawn('sibling', async () => scope.cancel()))).toEqual([undefined, 50]);
  expect(await cancel((room, scope) => room.scope(async () => scope.cancel()))).toEqual([undefined, 50]);
  expect(await cancel((room, scope) => room.onTick(() => scope.cancel()))).toEqual([undefined, 50]);
});
