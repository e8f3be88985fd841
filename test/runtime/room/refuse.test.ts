import { expect, test } from 'vitest';
import type { ScopeHandle, Task } from '../../../shared/runtime/index.ts';
import type { SentMessage } from '../../../shared/runtime/testing.ts';
import { caught, resultOf, virtual, type TestRoom } from '../play.ts';

const odd = (move: number): string | undefined => (move % 2 === 0 ? undefined : `${move} is odd`);

test('P9.1 a message that the wait refuses is answered "illegal" with the reason, and the wait goes on', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return ann.next('move', { refuse: odd });
  });
  const ann = await match.join('Ann');
  const first = match.send(ann, 'move', 1);
  await match.tick();
  const second = match.send(ann, 'move', 2);
  await match.tick();
  expect([first.reply, second.reply]).toEqual(['illegal', 'accepted']);
  expect(match.outputs.find(({ kind }) => kind === 'refused')).toMatchObject({ message: '1 is odd' });
  expect(match.ended).toEqual({ kind: 'finished', result: 2 });
});

test('P9.2 a refused message makes no wait longer', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    await ann.next('move', { refuse: odd, timeoutMs: 1000, otherwise: undefined });
    return room.now;
  });
  const ann = await match.join('Ann');
  await match.advance(900);
  match.send(ann, 'move', 1);
  await match.until(() => match.ended !== undefined);
  expect(match.ended).toEqual({ kind: 'finished', result: 1050 });
});

test('P9.3 a message that one wait refuses goes to the next that takes it', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return room.race([
      async () => ['even', await ann.next('move', { refuse: odd })],
      async () => ['any', await ann.next('move')],
    ]);
  });
  const ann = await match.join('Ann');
  match.send(ann, 'move', 1);
  await match.tick();
  expect(match.ended).toEqual({ kind: 'finished', result: ['any', 1] });
});

test('P9.4 buffered messages are looked at in order, and those refused are answered', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    await room.sleep(200);
    return ann.next('kept', { refuse: odd });
  });
  const ann = await match.join('Ann');
  const sent = [1, 4, 3].map((move) => match.send(ann, 'kept', move));
  await match.until(() => match.ended !== undefined);
  expect(sent.map(({ reply }) => reply)).toEqual(['illegal', 'accepted', undefined]);
  expect(match.ended).toEqual({ kind: 'finished', result: 4 });
});

test('P9.5 an error in refuse ends the wait with it', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const refuse = (): undefined => {
      throw new Error('broken rule');
    };
    return ann.next('move', { refuse }).catch(String);
  });
  const ann = await match.join('Ann');
  const sent = match.send(ann, 'move', 1);
  await match.tick();
  expect(sent.reply).toBe('illegal');
  expect(match.ended).toEqual({ kind: 'finished', result: 'Error: broken rule' });
});

test('P9.5 nothing is left of the wait: what comes later goes to the next wait, or is answered', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    await room.sleep(100);
    const refuse = (value: number): undefined => {
      if (value === 0) throw new Error('division by zero');
    };
    const error = await ann.next('kept', { refuse }).catch(String);
    const next = await ann.next('kept', { timeoutMs: 1000, otherwise: -1 });
    await ann.next('move', { refuse, timeoutMs: 1000 }).catch(String);
    await room.sleep(1000);
    return [error, next];
  });
  const ann = await match.join('Ann');
  const sent = [0, 5, 6].map((value) => match.send(ann, 'kept', value));
  await match.tick(5);
  const late = match.send(ann, 'kept', 7);
  const move = match.send(ann, 'move', 0);
  await match.tick(5);
  const other = match.send(ann, 'move', 1);
  await match.tick(20);
  expect(sent.map(({ reply }) => reply)).toEqual(['illegal', 'accepted', undefined]);
  expect([late.reply, move.reply, other.reply]).toEqual([undefined, 'illegal', 'not-now']);
  expect(match.ended).toEqual({ kind: 'finished', result: ['Error: division by zero', 5] });
});

/** What `refuse` may do to the wait that calls it, and to others. Buffered: the messages are there before the wait is. */
const deeds: Record<string, (parts: { scope: ScopeHandle; task: Task<unknown>; room: TestRoom }) => unknown> = {
  'cancels its scope': ({ scope }) => scope.cancel(),
  'cancels its own task': ({ task }) => task.cancel(),
  'cancels its scope and throws': ({ scope }) => {
    scope.cancel();
    throw new Error('both');
  },
  'cancels its scope and refuses': ({ scope }) => {
    scope.cancel();
    return 'no';
  },
  'calls what waits': ({ room }) => void room.sleep(1),
  'gives a promise': async () => undefined,
  'gives no text': () => false,
};

for (const [what, deed] of Object.entries(deeds)) {
  for (const isKept of [true, false]) {
    const type = isKept ? 'kept' : ('move' as const);
    test(`P9.7 a refuse that ${what} leaves nothing behind that swallows messages (${type})`, async () => {
      const match = virtual(async (room) => {
        const [ann] = await room.seated(1);
        await room.sleep(100);
        await caught(async () => {
          await room.scope(async (scope) => {
            const refuse = (): string | undefined => deed({ scope, task, room }) as undefined;
            const task: Task<unknown> = scope.spawn('asker', () => ann.next(type, { refuse }));
            await task.join();
          });
          throw new Error('ended');
        });
        await room.sleep(500);
        const later: unknown[] = [];
        for (let left = 3; left > 0; left--) later.push(await ann.next(type, { timeoutMs: 200, otherwise: -1 }));
        return later;
      });
      const ann = await match.join('Ann');
      const send = (value: number): SentMessage =>
        isKept ? match.send(ann, 'kept', value) : match.send(ann, 'move', value);
      const early = send(1);
      await match.tick(5);
      const first = isKept ? early : send(1);
      await match.tick(14);
      const second = send(2);
      await match.tick(30);
      const { reply } = first;
      const got = match.ended?.kind === 'finished' ? (match.ended.result as number[]) : [];
      expect(got.filter((value) => value >= 0)).toEqual(reply === 'accepted' ? [1, 2] : [2]);
      expect(['accepted', 'illegal', 'not-now']).toContain(reply);
      expect(second.reply).toBe('accepted');
      expect(match.match.residue).toMatchObject({ tasks: 0, waits: 0, timers: 0, listeners: 0 });
    });
  }
}

test('P9.7 an error in it is not lost where it has ended its own wait as well', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return caught(() =>
      room.scope(async (scope) => {
        const refuse = (): undefined => {
          scope.cancel();
          throw new Error('both');
        };
        await ann.next('move', { refuse });
      }),
    );
  });
  const ann = await match.join('Ann');
  const sent = match.send(ann, 'move', 1);
  await match.tick(3);
  expect(String(resultOf(match))).toBe('Error: both');
  expect(sent.reply).toBe('not-now');
});

test('P9.7 a refuse that gives its own wait another message takes that one, and passes on the one it was looking at', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const robbed = room.spawn('robbed', () => ann.next('move'));
    await room.nextTick();
    let looked = 0;
    const refuse = (): undefined => {
      // The message that the other task was handed comes back, and to this wait.
      if (looked++ === 0) robbed.cancel();
    };
    const first = await ann.next('move', { refuse });
    const second = await ann.next('move', { timeoutMs: 100, otherwise: -1 });
    return [first, second];
  });
  const ann = await match.join('Ann');
  await match.tick();
  const sent = [1, 2].map((value) => match.send(ann, 'move', value));
  await match.tick(5);
  expect(resultOf(match)).toEqual([1, -1]);
  expect(sent.map(({ reply }) => reply)).toEqual(['accepted', 'not-now']);
});

test.each([
  [false, 'a boolean'],
  [null, 'null'],
  [7, 'a number'],
  [{}, 'an object'],
])('P9.6 a refuse that gives %j is a TypeError, and the message is refused', async (given, shown) => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return caught(() => ann.next('move', { refuse: () => given as unknown as string }));
  });
  const ann = await match.join('Ann');
  const sent = match.send(ann, 'move', 1);
  await match.tick();
  expect(String(resultOf(match))).toBe(`TypeError: the answer of refuse() takes a text, not ${shown}`);
  expect(sent.reply).toBe('illegal');
});
