import { expect, test } from 'vitest';
import { Cancelled, type TaskGroupError } from '../../../shared/runtime/index.ts';
import { caught, play } from '../play.ts';

test('R8.1 the first branch that settles decides the race', async () => {
  const seen = await play(async (room) => {
    const value = await room.race([() => room.sleep(200).then(() => 'slow'), () => room.sleep(100).then(() => 'fast')]);
    return [value, room.now];
  });
  expect(seen).toEqual(['fast', 150]);
});

test('R8.1 a failure settles it too', async () => {
  const thrown = new Error('mine');
  const seen = await play(async (room) => {
    const error = await caught(() =>
      room.race([() => room.sleep(200), () => room.sleep(100).then(() => Promise.reject(thrown))]),
    );
    return [error, room.now];
  });
  expect(seen).toEqual([thrown, 150]);
});

test('R8.1 of two that settle in the same tick the one whose turn comes first wins', async () => {
  const value = await play((room) =>
    room.race([() => room.sleep(100).then(() => 'a'), () => room.sleep(100).then(() => 'b')]),
  );
  expect(value).toBe('a');
});

test('R8.2 race cancels its losers and waits for their cleanup before it returns', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    const value = await room.race([
      () => room.sleep(100).then(() => 'winner'),
      async () => {
        try {
          await room.sleep(10_000);
        } catch (error) {
          log.push((error as Cancelled).reason);
          throw error;
        } finally {
          await room.shield(500, () => room.sleep(200));
          log.push(`cleaned up at ${room.now}`);
        }
      },
    ]);
    return [value, log, room.now];
  });
  expect(seen).toEqual(['winner', ['the race is decided', 'cleaned up at 350'], 350]);
});

test('R8.2 a loser that still returns a value changes nothing', async () => {
  const value = await play((room) =>
    room.race([() => room.sleep(100).then(() => 'winner'), () => caught(() => room.sleep(200)).then(() => 'loser')]),
  );
  expect(value).toBe('winner');
});

test('R8.3 an error that a loser throws after it was cancelled is thrown, even over the value of the winner', async () => {
  const error = await play((room) =>
    caught(() =>
      room.race([
        () => room.sleep(100).then(() => 'winner'),
        async () => {
          await caught(() => room.sleep(10_000));
          throw new Error('loser');
        },
      ]),
    ),
  );
  expect(String(error)).toBe('Error: loser');
});

test('R8.3 with the failure of the winner it makes a group', async () => {
  const error = await play((room) =>
    caught(() =>
      room.race([
        () => room.sleep(100).then(() => Promise.reject(new Error('winner'))),
        async () => {
          await caught(() => room.sleep(10_000));
          throw new Error('loser');
        },
      ]),
    ),
  );
  expect((error as TaskGroupError).errors.map(String)).toEqual(['Error: winner', 'Error: loser']);
});

test('R8.4 a race of nothing throws', async () => {
  const error = await play((room) => caught(() => room.race([])));
  expect(error).toBeInstanceOf(RangeError);
});

test('R8.5 a race that is cancelled cancels its branches, and rejects with Cancelled', async () => {
  const seen = await play(async (room) => {
    const log: unknown[] = [];
    await room.within(100, async () => {
      const branch = async (): Promise<void> => void log.push(await caught(() => room.sleep(1000)));
      log.push(await caught(() => room.race([branch, branch])));
    });
    return log.map((each) => each instanceof Cancelled);
  });
  expect(seen).toEqual([true, true, true]);
});

test('R8.5 also where its winner is known and its losers still clean up', async () => {
  const seen = await play(async (room) => {
    let inner: unknown;
    await room.within(200, async () => {
      inner = await caught(() =>
        room.race([
          () => room.sleep(100).then(() => 'winner'),
          async () => {
            await caught(() => room.sleep(10_000));
            await room.shield(1000, () => room.sleep(500));
          },
        ]),
      );
    });
    return [inner instanceof Cancelled, room.now];
  });
  expect(seen).toEqual([true, 650]);
});

test('R8.6 tasks that branches spawn belong to the race, and are cancelled with the losers', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    const value = await room.race([
      async () => {
        room.spawn('child', async () => {
          await caught(() => room.sleep(10_000));
          log.push(`child cancelled at ${room.now}`);
        });
        await room.sleep(100);
        return 'winner';
      },
      () => room.sleep(10_000),
    ]);
    return [value, log];
  });
  expect(seen).toEqual(['winner', ['child cancelled at 150']]);
});

test('R8.1 a synchronous branch wins before another has begun', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    const value = await room.race([
      () => 'now',
      async () => {
        log.push('began');
        await room.sleep(100);
        log.push('never');
      },
    ]);
    return [value, log];
  });
  // The second had its turn to come: it ran to its first waiting call.
  expect(seen).toEqual(['now', ['began']]);
});
