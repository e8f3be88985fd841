import { expect, test } from 'vitest';
import { Cancelled, type TaskGroupError } from '../../../shared/runtime/index.ts';
import { caught, play, type TestRoom } from '../play.ts';

/** A function that gives its name after `ms`. */
const after = (room: TestRoom, ms: number, name: string) => async (): Promise<string> => {
  await room.sleep(ms);
  return name;
};
const failing = (room: TestRoom, ms: number, name: string) => async (): Promise<string> => {
  await room.sleep(ms);
  throw new Error(name);
};

test('V13.1 the first of them decide, in the order in which they came, and the others are cancelled and waited for', async () => {
  const seen = await play(async (room) => {
    const log: string[] = [];
    const values = await room.some(2, [
      after(room, 300, 'c'),
      async () => {
        try {
          return await after(room, 10_000, 'd')();
        } finally {
          await room.shield(500, () => room.sleep(100));
          log.push(`cleaned at ${room.now}`);
        }
      },
      after(room, 200, 'b'),
      after(room, 100, 'a'),
    ]);
    return [values, log, room.now];
  });
  expect(seen).toEqual([['a', 'b'], ['cleaned at 350'], 350]);
});

test('V13.1 all of them is as many as there are', async () => {
  const values = await play((room) => room.some(2, [after(room, 100, 'b'), after(room, 50, 'a')]));
  expect(values).toEqual(['a', 'b']);
});

test('V13.2 failures are ignored while there may still be enough, and then thrown together, in the order of the functions', async () => {
  const seen = await play(async (room) => {
    const enough = await room.some(1, [failing(room, 50, 'x'), after(room, 100, 'a'), failing(room, 50, 'y')]);
    const error = await caught(() =>
      room.some(2, [failing(room, 200, 'late'), after(room, 10_000, 'a'), failing(room, 100, 'early')]),
    );
    return [enough, (error as TaskGroupError).errors.map(String), room.now];
  });
  expect(seen).toEqual([['a'], ['Error: late', 'Error: early'], 350]);
});

test('V13.2 an error in the cleanup of one that was cancelled is thrown', async () => {
  const error = await play((room) =>
    caught(() =>
      room.some(1, [
        after(room, 50, 'a'),
        () =>
          room.sleep(10_000).catch(() => {
            throw new Error('cleanup');
          }),
      ]),
    ),
  );
  expect(String(error)).toBe('Error: cleanup');
});

test.each([
  [100, ['a']],
  [10, []],
  [0, []],
  [Infinity, ['a', 'b']],
])('V13.3 after %d ms it gives as many as there are', async (timeoutMs, expected) => {
  const values = await play((room) =>
    room.some(2, [after(room, 50, 'a'), after(room, 500, 'b'), failing(room, 50, 'x')], { timeoutMs }),
  );
  expect(values).toEqual(expected);
});

test('V13.4 cancelled from outside it rejects with Cancelled, or with the failures so far', async () => {
  const errors = await play(async (room) => {
    const found: unknown[] = [];
    const cut = async (fns: (() => Promise<string>)[]): Promise<void> => {
      await room
        .within(100, async () => {
          found.push(await caught(() => room.some(2, fns, { timeoutMs: 10_000 })));
        })
        .catch(() => undefined);
    };
    await cut([after(room, 50, 'a'), after(room, 500, 'b')]);
    await cut([after(room, 500, 'a'), after(room, 500, 'b'), failing(room, 50, 'x')]);
    return found;
  });
  expect(errors[0]).toBeInstanceOf(Cancelled);
  expect((errors[1] as TaskGroupError).errors.map(String)).toEqual(['Error: x']);
});

test.each([0, 3, 1.5, NaN, undefined, '2'])('V13.5 some(%j) of two is a RangeError', async (count) => {
  const error = await play((room) =>
    caught(() => room.some(count as number, [after(room, 50, 'a'), after(room, 50, 'b')])),
  );
  expect(error).toBeInstanceOf(RangeError);
  expect(String(error)).toContain('some(count, fns) takes 1 to 2');
});
