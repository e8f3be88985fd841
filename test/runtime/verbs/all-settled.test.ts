import { expect, test } from 'vitest';
import { Cancelled, type TaskGroupError } from '../../../shared/runtime/index.ts';
import { caught, play } from '../play.ts';

test('V2.1 allSettled tells how each ended, in their order; a failure cancels nobody', async () => {
  const seen = await play(async (room) => {
    const results = await room.allSettled([
      () => room.sleep(200).then(() => 'slow'),
      () => Promise.reject(new Error('oh')),
      () => 3,
    ]);
    return [results, room.now];
  });
  expect(seen).toEqual([
    [
      { status: 'fulfilled', value: 'slow' },
      { status: 'rejected', reason: new Error('oh') },
      { status: 'fulfilled', value: 3 },
    ],
    250,
  ]);
});

test('V2.2 a cancelled allSettled rejects with Cancelled', async () => {
  const seen = await play(async (room) => {
    let inner: unknown;
    await room.within(100, async () => {
      inner = await caught(() => room.allSettled([() => room.sleep(1000), () => Promise.reject(new Error('oh'))]));
    });
    return inner;
  });
  expect(seen).toBeInstanceOf(Cancelled);
});

test('V2.3 a task that a branch of allSettled spawned fails the whole', async () => {
  const error = await play((room) =>
    caught(() =>
      room.allSettled([
        async () => {
          room.spawn('child', () => Promise.reject(new Error('child')));
        },
        () => room.sleep(10_000),
      ]),
    ),
  );
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: child']);
});

test('V2.4 with a time limit, branches still running are reported as cancelled, after their cleanup', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    const results = await room.allSettled(
      [
        () => room.sleep(50).then(() => 'quick'),
        async () => {
          try {
            await room.sleep(10_000);
          } finally {
            log.push('cleaned');
          }
        },
        () => Promise.reject(new Error('oh')),
        () => room.sleep(10_000).catch(() => 'swallowed'),
      ],
      { timeoutMs: 100 },
    );
    return [results, log, room.now];
  });
  expect(seen).toEqual([
    [
      { status: 'fulfilled', value: 'quick' },
      { status: 'cancelled' },
      { status: 'rejected', reason: new Error('oh') },
      { status: 'fulfilled', value: 'swallowed' },
    ],
    ['cleaned'],
    150,
  ]);
});

test('V2.4 with Infinity there is no limit, and a cancellation from outside is passed on', async () => {
  const seen = await play(async (room) => {
    const slow = (): Promise<string> => room.sleep(500).then(() => 'slow');
    const all = await room.allSettled([slow], { timeoutMs: Infinity });
    let error: unknown;
    await room.within(100, async () => {
      error = await caught(() => room.allSettled([slow], { timeoutMs: 100 }));
    });
    return [all, error];
  });
  expect(seen).toEqual([[{ status: 'fulfilled', value: 'slow' }], expect.any(Cancelled)]);
});
