import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { caught, play, virtual, type Script, type TestRoom } from '../play.ts';

const oh = async (): Promise<never> => {
  throw new Error('oh');
};

const SCOPES: [string, (room: TestRoom) => Promise<unknown>][] = [
  ['scope', (room) => room.scope(oh)],
  ['scope with a task', (room) => room.scope(async (scope) => void scope.spawn('t', oh))],
  ['all', (room) => room.all([oh, () => room.sleep(10)])],
  ['race', (room) => room.race([oh, () => room.sleep(10)])],
  ['any', (room) => room.any([oh])],
  ['timeout', (room) => room.timeout(1000, oh)],
  ['within', (room) => room.within(1000, oh)],
  ['shield', (room) => room.shield(1000, oh)],
  ['use', (room) => room.semaphore(1).use(oh)],
];

test.each(SCOPES)(
  'R2.11 the error of a call that ran code, and that nobody awaited, fails its strand: %s',
  async (_, call) => {
    const match = virtual(async (room) => {
      void call(room);
      await room.sleep(200);
      return 'ended';
    });
    await match.advance(150);
    expect(match.ended).toBeUndefined();
    await match.advance(100);
    const error = match.ended?.kind === 'failed' ? match.ended.error : undefined;
    expect(error?.message).toMatch(/oh$/);
    expect(error?.stack).toContain('unawaited.test.ts');
  },
);

test.each(SCOPES)('R2.11 also where the strand ends before the call has: %s', async (_, call) => {
  const match = virtual(async (room) => void call(room));
  await match.tick(3);
  expect(match.ended?.kind === 'failed' && match.ended.error.message).toMatch(/oh$/);
});

/** How a script may look at a promise. */
const LOOKS: [string, (promise: Promise<unknown>, room: TestRoom) => Promise<unknown>][] = [
  ['await', async (promise) => caught(() => promise)],
  ['catch', (promise) => promise.catch((error: unknown) => error)],
  ['then', (promise) => promise.then(undefined, (error: unknown) => error)],
  [
    'Promise.allSettled',
    async (promise) => ((await Promise.allSettled([promise])) as PromiseRejectedResult[])[0]?.reason,
  ],
  ['Promise.race', async (promise, room) => caught(() => Promise.race([promise, room.sleep(1000)]))],
  ['returning it', async (promise) => caught(async () => promise)],
  ['a branch that gives it', async (promise, room) => caught(() => room.all([() => promise]))],
];

test.each(LOOKS)('R2.11 a call that is looked at later, by %s, is not forgotten', async (_, look) => {
  const seen = await play(async (room) => {
    const promise = room.all([oh]);
    await room.sleep(200);
    return String(await look(promise, room));
  });
  expect(seen).toBe('Error: oh');
});

test('R2.11 one that is caught where it is called is not forgotten', async () => {
  const seen = await play(async (room) => {
    room.all([oh]).catch(() => {});
    await room.sleep(200);
    return 'ended';
  });
  expect(seen).toBe('ended');
});

test('R2.11 several are a group, in the order in which they failed, and each error is in it once', async () => {
  const error = await caught(() =>
    play(async (room) => {
      const same = new Error('same');
      const fail = (ms: number, thrown: Error) => async (): Promise<never> => {
        await room.sleep(ms);
        throw thrown;
      };
      void room.all([fail(100, new Error('second'))]);
      void room.all([fail(50, same)]);
      void room.all([fail(150, same)]);
      await room.sleep(300);
    }),
  );
  expect((error as AggregateError).errors.map(String)).toEqual(['Error: same', 'Error: second']);
});

const REPORTED: [string, Script][] = [
  [
    'a message whose player has left',
    async (room) => {
      const [ann] = await room.seated(1);
      void ann.next('move'); // here
      await room.sleep(500);
    },
  ],
  [
    'an answer that did not come in time',
    async (room) => {
      const [ann] = await room.seated(1);
      void ann.ask('ready', { round: 1 }, { timeoutMs: 50 }); // here
      await room.sleep(500);
    },
  ],
  [
    'an effect that failed',
    async (room) => {
      void room.effect('fetch', { url: 'x' }); // here
      await room.sleep(500);
    },
  ],
  [
    'code in a strand that was cancelled',
    async (room) => {
      await room.within(300, async () => {
        void room.all([
          async () => {
            throw new Error('oh'); // here
          },
        ]);
        await room.sleep(500);
      });
    },
  ],
];

const SOURCE = readFileSync(new URL(import.meta.url), 'utf8').split('\n');

test.each(REPORTED)('R2.12 what nobody awaited and ends nothing is reported with its line: %s', async (_, script) => {
  const match = virtual(script);
  const ann = await match.join('Ann');
  match.enter({ kind: 'effect', effect: 1, error: { name: 'Error', message: 'no' } });
  await match.tick(2);
  match.leave(ann);
  await match.until(() => match.ended !== undefined);
  expect(match.ended?.kind).toBe('finished');
  const [report, ...more] = match.match.takeReports();
  const [, line] = /unawaited\.test\.ts:(\d+)/.exec(report?.error.stack ?? '') ?? [];
  expect([more, SOURCE[Number(line) - 1]]).toEqual([[], expect.stringContaining('// here')]);
  expect(report?.path).toMatch(/^play/);
  expect(match.match.takeReports()).toEqual([]);
});

test('R2.12 a strand that fails by itself throws its own error, and the other is reported', async () => {
  const match = virtual(async (room) => {
    void room.all([oh]);
    await room.nextTick();
    throw new Error('own');
  });
  await match.tick(3);
  expect(match.ended?.kind === 'failed' && match.ended.error.message).toBe('own');
  expect(match.match.takeReports().map(({ error }) => error.message)).toEqual(['oh']);
});

test('R2.12 however many calls fail that nobody looks at, a bounded number is kept', async () => {
  const match = virtual(async (room) => {
    for (let call = 0; call < 1000; call++) {
      void room.all([oh]);
      await room.sleep(0);
    }
    await room.nextTick();
  });
  await match.tick(3);
  const error = match.ended?.kind === 'failed' ? match.ended.error : undefined;
  expect([(error as AggregateError).errors.length, match.match.takeReports().length]).toEqual([100, 100]);
});
