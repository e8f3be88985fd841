import { expect, test } from 'vitest';
import { Cancelled, TaskGroupError } from '../../../shared/runtime/index.ts';
import { caught, play } from '../play.ts';

test('R8.7 the first branch that succeeds decides any; failures before it are ignored', async () => {
  const seen = await play(async (room) => {
    const value = await room.any([
      () => Promise.reject(new Error('early')),
      () => room.sleep(100).then(() => 'first'),
      () => room.sleep(200).then(() => 'second'),
    ]);
    return [value, room.now];
  });
  expect(seen).toEqual(['first', 150]);
});

test('R8.2 any cancels its losers and waits for their cleanup', async () => {
  const at = await play(async (room) => {
    await room.any([
      () => room.sleep(100),
      async () => {
        try {
          await room.sleep(10_000);
        } finally {
          await room.shield(500, () => room.sleep(200));
        }
      },
    ]);
    return room.now;
  });
  expect(at).toBe(350);
});

test('R8.8 where all fail, any throws a TaskGroupError, in the order of the branches', async () => {
  const error = await play((room) =>
    caught(() =>
      room.any([
        () => room.sleep(100).then(() => Promise.reject(new Error('a'))),
        () => Promise.reject(new Error('b')),
      ]),
    ),
  );
  expect(error).toBeInstanceOf(TaskGroupError);
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: a', 'Error: b']);
});

test('R8.3 an error that a loser throws after it was cancelled is thrown over the success', async () => {
  const error = await play((room) =>
    caught(() =>
      room.any([
        () => Promise.reject(new Error('ignored')),
        () => room.sleep(100).then(() => 'winner'),
        async () => {
          await caught(() => room.sleep(10_000));
          throw new Error('late');
        },
      ]),
    ),
  );
  expect(String(error)).toBe('Error: late');
});

test('R8.4 any of nothing throws', async () => {
  const error = await play((room) => caught(() => room.any([])));
  expect(error).toBeInstanceOf(RangeError);
});

test('R8.5 any that is cancelled rejects with Cancelled', async () => {
  const error = await play(async (room) => {
    let inner: unknown;
    await room.within(100, async () => {
      inner = await caught(() => room.any([() => room.sleep(1000), () => room.sleep(2000)]));
    });
    return inner;
  });
  expect(error).toBeInstanceOf(Cancelled);
});

test('R8.9 any that is cancelled after a failure throws the failure: an error beats a cancellation', async () => {
  const error = await play((room) =>
    caught(() => room.within(100, () => room.any([() => room.sleep(1000), () => Promise.reject(new Error('kept'))]))),
  );
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: kept']);
});
