/** Laws of hand-offs, over programs in which anything is cancelled, closed, left and called again at any moment. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QueueClosed, type Task } from '../../../shared/runtime/index.ts';
import { resultOf, virtual, type TestRoom } from '../play.ts';

interface Deed {
  readonly what: 'tryPut' | 'put' | 'close' | 'cancel' | 'taker' | 'loop' | 'racer' | 'wait' | 'yield' | 'within';
  readonly which: number;
}

const deed: fc.Arbitrary<Deed> = fc.record({
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Deed['what']>('tryPut') },
    { weight: 4, arbitrary: fc.constantFrom<Deed['what']>('taker', 'cancel') },
    { weight: 2, arbitrary: fc.constantFrom<Deed['what']>('put', 'loop', 'racer', 'wait', 'yield', 'within') },
    { weight: 1, arbitrary: fc.constant<Deed['what']>('close') },
  ),
  which: fc.nat(20),
});

test('R5.10 whatever is cancelled and whenever it is closed, each item is taken once or is left, those of a taker in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), async (deeds, limit) => {
      const match = virtual((room) => playQueue(room, deeds, limit));
      await match.until(() => match.ended !== undefined);
      const { put, taken, left, waiting } = resultOf<Played>(match);
      const all = [...taken.flat(), ...left];
      expect(all.toSorted((a, b) => a - b)).toEqual(put.toSorted((a, b) => a - b));
      for (const items of [...taken, left]) expect(items).toEqual(items.toSorted((a, b) => a - b));
      // Nobody waits for what will never come, and nothing is left where somebody waited.
      expect(waiting).toBe(0);
      expect(match.match.residue).toEqual({ tasks: 0, waits: 0, timers: 0, listeners: 0 });
    }),
    { numRuns: 300 },
  );
});

interface Played {
  readonly put: number[];
  readonly taken: number[][];
  readonly left: number[];
  readonly waiting: number;
}

async function playQueue(room: TestRoom, deeds: readonly Deed[], limit: number): Promise<Played> {
  const queue = room.queue<number>(limit);
  const put: number[] = [];
  const taken: number[][] = [];
  const tasks: Task<unknown>[] = [];
  let next = 0;
  const mine = (): number[] => {
    const items: number[] = [];
    taken.push(items);
    return items;
  };
  const ignoreClosed = (error: unknown): void => {
    if (!(error instanceof QueueClosed)) throw error;
  };
  for (const { what, which } of deeds) {
    if (what === 'tryPut' && !queue.closed) {
      try {
        queue.tryPut(next);
        put.push(next++);
      } catch {
        // It is full.
      }
    } else if (what === 'put') {
      tasks.push(
        room.spawn('putter', async () => {
          const item = next++;
          await queue.put(item).then(() => put.push(item), ignoreClosed);
        }),
      );
    } else if (what === 'close') {
      queue.close();
    } else if (what === 'cancel') {
      tasks[which % (tasks.length + 1)]?.cancel();
    } else if (what === 'taker') {
      const items = mine();
      tasks.push(room.spawn('taker', () => queue.take().then((item) => items.push(item), ignoreClosed)));
    } else if (what === 'loop') {
      const items = mine();
      tasks.push(
        room.spawn('loop', async () => {
          for await (const item of queue) {
            items.push(item);
            if (which % 3 === 0) await room.nextTick();
            if (which % 7 === 0) return;
          }
        }),
      );
    } else if (what === 'racer') {
      const items = mine();
      const race = (): Promise<unknown> =>
        room.race([() => queue.take().then((item) => items.push(item)), () => room.sleep(which * 20)]);
      tasks.push(room.spawn('racer', () => race().catch(ignoreClosed)));
    } else if (what === 'within') {
      const items = mine();
      const take = (): Promise<unknown> => queue.take().then((item) => items.push(item));
      tasks.push(room.spawn('within', () => room.within(which * 20, take).catch(ignoreClosed)));
    } else if (what === 'wait') {
      await room.nextTick();
    } else {
      await room.sleep(0);
    }
  }
  queue.close();
  const left: number[] = [];
  for (;;) {
    const item = await queue.take().catch(() => undefined);
    if (item === undefined) break;
    left.push(item);
  }
  await room.sleep(500);
  return { put, taken, left, waiting: tasks.filter(({ state }) => state === 'running').length };
}

type Refusing = 'takes' | 'refuses' | 'throws' | 'cancels itself' | 'cancels another' | 'cancels and refuses' | 'robs';
interface Asking {
  readonly type: 'kept' | 'move';
  readonly how: 'next' | 'loop' | 'within';
  readonly refusing: Refusing;
  readonly atTick: number;
  readonly cancelAtTick: number;
}

const asking: fc.Arbitrary<Asking> = fc.record({
  type: fc.constantFrom('kept', 'move'),
  how: fc.constantFrom('next', 'next', 'loop', 'within'),
  refusing: fc.constantFrom<Refusing>(
    'takes',
    'refuses',
    'throws',
    'cancels itself',
    'cancels another',
    'cancels and refuses',
    'robs',
  ),
  atTick: fc.integer({ min: 2, max: 12 }),
  cancelAtTick: fc.integer({ min: 2, max: 30 }),
});
const sending = fc.record({
  type: fc.constantFrom<'kept' | 'move'>('kept', 'move'),
  atTick: fc.integer({ min: 1, max: 14 }),
});

test('P9.7 whatever refuse does, each message is answered once, or kept, and each that is accepted was got once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(asking, { maxLength: 8 }),
      fc.array(sending, { maxLength: 15 }),
      async (askings, sendings) => {
        const got: number[] = [];
        const match = virtual(async (room) => {
          const [ann] = await room.seated(1);
          const tasks: Task<unknown>[] = [];
          for (const [index, { type, how, refusing, atTick, cancelAtTick }] of askings.entries()) {
            const refuse = (): string | undefined => {
              if (refusing === 'throws') throw new Error('broken');
              if (refusing.startsWith('cancels') && refusing !== 'cancels another') tasks[index]?.cancel();
              if (refusing === 'cancels another' || refusing === 'robs') tasks[(index + 1) % tasks.length]?.cancel();
              return refusing === 'refuses' || refusing === 'cancels and refuses' ? 'no' : undefined;
            };
            const take = async (): Promise<void> => {
              await room.until(() => room.tick >= atTick);
              if (how === 'loop') for await (const value of ann.messages(type)) got.push(value);
              else got.push(await ann.next(type, { refuse }));
            };
            const within = (): Promise<unknown> => (how === 'within' ? room.within(200, take) : take());
            tasks.push(room.spawn('asker', () => within().catch(onlyBroken)));
            room.spawn('canceller', async () => {
              await room.until(() => room.tick >= cancelAtTick);
              tasks[index]?.cancel();
            });
          }
          await room.sleepUntil(2_000);
        });
        const ann = await match.join('Ann');
        const sent = new Map<number, ReturnType<typeof match.send>>();
        for (let tick = 1; tick <= 14; tick++) {
          for (const { type, atTick } of sendings) {
            const value = sent.size;
            if (atTick !== tick) continue;
            sent.set(value, type === 'kept' ? match.send(ann, 'kept', value) : match.send(ann, 'move', value));
          }
          await match.tick();
        }
        await match.tick(20);
        const accepted = Array.from(sent).flatMap(([value, { reply }]) => (reply === 'accepted' ? [value] : []));
        expect(got.toSorted((a, b) => a - b)).toEqual(accepted);
        const replies = match.outputs.filter(({ kind }) => kind === 'accepted' || kind === 'refused').length;
        const answered = Array.from(sent.values()).filter(({ reply }) => reply !== undefined).length;
        expect(replies).toBe(answered);
        // What has no answer is in the buffer, which keeps three.
        expect(sent.size - answered).toBeLessThanOrEqual(3);
        // A new taker gets what is kept, and then what arrives.
        expect(match.ended).toBeUndefined();
        await match.tick(30);
        expect(match.match.residue).toEqual({ tasks: 0, waits: 0, timers: 0, listeners: 0 });
      },
    ),
    { numRuns: 300 },
  );
});

function onlyBroken(error: unknown): void {
  if (String(error) !== 'Error: broken') throw error;
}

const holding = fc.record({
  how: fc.constantFrom<'use' | 'using' | 'release' | 'race'>('use', 'using', 'release', 'race'),
  atTick: fc.integer({ min: 1, max: 10 }),
  forTicks: fc.nat(4),
  cancelAtTick: fc.integer({ min: 1, max: 20 }),
});

test('V9.1 whatever is cancelled, no more permits are held than there are, and all of them come back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(holding, { maxLength: 12 }),
      fc.integer({ min: 1, max: 3 }),
      async (holdings, permits) => {
        const match = virtual(async (room) => {
          const lock = room.semaphore(permits);
          let held = 0;
          let most = 0;
          const hold = async (ticks: number): Promise<void> => {
            most = Math.max(most, ++held);
            try {
              for (let left = ticks; left > 0; left--) await room.nextTick();
            } finally {
              held--;
            }
          };
          for (const { how, atTick, forTicks, cancelAtTick } of holdings) {
            const task = room.spawn('holder', async () => {
              await room.until(() => room.tick >= atTick);
              if (how === 'use') await lock.use(() => hold(forTicks));
              else if (how === 'race') await room.race([() => lock.use(() => hold(forTicks)), () => room.nextTick()]);
              else if (how === 'using') {
                using permit = await lock.acquire();
                await hold(forTicks);
                if (forTicks === 2) permit.release();
              } else {
                await lock.acquire();
                try {
                  await hold(forTicks);
                } finally {
                  lock.release();
                }
              }
            });
            room.spawn('canceller', async () => {
              await room.until(() => room.tick >= cancelAtTick);
              task.cancel();
            });
          }
          await room.sleep(5_000);
          return [most <= permits, held, lock.free];
        });
        await match.until(() => match.ended !== undefined);
        expect(resultOf(match)).toEqual([true, 0, permits]);
      },
    ),
    { numRuns: 300 },
  );
});
