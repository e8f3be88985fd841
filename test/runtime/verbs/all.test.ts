import { expect, test } from 'vitest';
import { Cancelled, PlayerLeft, TaskGroupError } from '../../../shared/runtime/index.ts';
import { caught, play, virtual } from '../play.ts';

test('V1.1 all runs its functions side by side and gives their results in their order', async () => {
  const seen = await play(async (room) => {
    const results = await room.all([
      () => room.sleep(200).then(() => 'a'),
      () => room.sleep(100).then(() => 2),
      async () => true,
    ]);
    return [results, room.now];
  });
  expect(seen).toEqual([['a', 2, true], 250]);
});

test('V1.2 all of nothing is an empty list, a turn later', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    room.spawn('other', async () => void log.push('other'));
    log.push(String((await room.all([])).length));
    return [log, room.tick];
  });
  expect(seen).toEqual([['other', '0'], 1]);
});

test('V1.3 its functions may be synchronous', async () => {
  const results = await play((room) => room.all([() => 1, () => 'two']));
  expect(results).toEqual([1, 'two']);
});

test('V1.4 the first failure cancels the other branches, and all waits for their cleanup', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    const error = await caught(() =>
      room.all([
        async () => {
          await room.sleep(100);
          throw new Error('oh');
        },
        async () => {
          try {
            await room.sleep(10_000);
          } finally {
            await room.shield(500, () => room.sleep(200));
            log.push(`cleaned up at ${room.now}`);
          }
        },
      ]),
    );
    return [String(error), log, room.now];
  });
  expect(seen).toEqual(['Error: oh', ['cleaned up at 350'], 350]);
});

test('R2.8 all rejects with the first error itself when there is only one', async () => {
  const thrown = new Error('mine');
  const error = await play((room) => caught(() => room.all([() => room.sleep(100), () => Promise.reject(thrown)])));
  expect(error).toBe(thrown);
});

test('R2.8 so that PlayerLeft can be caught as what it is', async () => {
  const match = virtual(async (room) => {
    const [ann, bob] = await room.seated(2);
    return caught(() => room.all([() => ann.next('move'), () => bob.next('move')]));
  });
  await match.join('Ann');
  const bob = await match.join('Bob');
  match.leave(bob);
  await match.tick();
  const { ended } = match;
  expect(ended?.kind === 'finished' && ended.result).toBeInstanceOf(PlayerLeft);
});

test('R2.9 several errors of branches are one TaskGroupError, in the order of the branches', async () => {
  const error = await play((room) =>
    caught(() =>
      room.all([
        async () => {
          await caught(() => room.sleep(10_000));
          throw new Error('a');
        },
        () => Promise.reject(new Error('b')),
      ]),
    ),
  );
  expect(error).toBeInstanceOf(TaskGroupError);
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: a', 'Error: b']);
});

test('R2.9 the same error object from two branches is one error', async () => {
  const thrown = new Error('shared');
  const error = await play((room) =>
    caught(() => room.all([() => Promise.reject(thrown), () => Promise.reject(thrown)])),
  );
  expect(error).toBe(thrown);
});

test('R2.10 a branch that spawns makes it a group: the task belongs to the all', async () => {
  const seen = await play(async (room) => {
    const error = await caught(() =>
      room.all([
        async () => {
          room.spawn('child', async () => {
            await room.sleep(100);
            throw new Error('child');
          });
        },
        () => room.sleep(10_000),
      ]),
    );
    return [error, room.now];
  });
  const [error, at] = seen as [TaskGroupError, number];
  expect(error).toBeInstanceOf(TaskGroupError);
  expect(at).toBe(150);
});

test('V1.5 all that is cancelled rejects with Cancelled', async () => {
  const seen = await play((room) => {
    let inner: unknown;
    return room
      .within(100, async () => {
        inner = await caught(() => room.all([() => room.sleep(1000), async () => 1]));
        throw inner;
      })
      .then((value) => [value, inner instanceof Cancelled]);
  });
  expect(seen).toEqual([undefined, true]);
});

test('V1.6 a thousand branches', async () => {
  const sum = await play(async (room) => {
    const branches = Array.from({ length: 1000 }, (_, index) => () => room.sleep(index % 7).then(() => index));
    const results = await room.all(branches);
    return results.reduce((total, each) => total + each, 0);
  });
  expect(sum).toBe(499_500);
});
