import { expect, test } from 'vitest';
import { matchOf, step, virtual, type TestRoom } from '../play.ts';

const join = (player: string) => ({ kind: 'join', player, name: player, bot: false }) as const;

async function rest(room: TestRoom): Promise<void> {
  for (;;) await room.sleep(1_000);
}

test('K1 a trace names the calls of its tick in order, those in systems too', async () => {
  const match = matchOf(
    async (room) => {
      const queue = room.queue<number>(3);
      room.spawn('taker', () => queue.take());
      room.onTick(() => {
        if (room.tick === 2) room.notifyAll('hello', 'there');
      });
      await room.nextTick();
      queue.tryPut(1);
      await rest(room);
    },
    { trace: true },
  );
  await step(match);
  expect(match.takeTrace()).toEqual({
    tick: 1,
    verbs: ['queue', 'spawn', 'onTick', 'nextTick', 'queue.take'],
    calls: 5,
  });
  await step(match);
  expect(match.takeTrace()).toEqual({ tick: 2, verbs: ['queue.tryPut', 'sleep', 'room.notifyAll'], calls: 3 });
});

test('K2 it names the first 64, and counts all', async () => {
  const match = matchOf(
    async (room) => {
      for (let turn = 0; turn < 99; turn++) await room.sleep(0);
      await room.nextTick();
      await rest(room);
    },
    { trace: true },
  );
  await step(match);
  expect(match.takeTrace()).toEqual({ tick: 1, verbs: Array.from({ length: 64 }, () => 'sleep'), calls: 100 });
  await step(match);
  expect(match.takeTrace()).toEqual({ tick: 2, verbs: ['sleep'], calls: 1 });
});

test('K3 there is none where nothing was called, and none of a match that keeps none', async () => {
  const [traced, silent] = [matchOf(rest, { trace: true }), matchOf(rest)];
  for (const match of [traced, silent]) await step(match);
  expect([traced.takeTrace()?.calls, silent.takeTrace()]).toEqual([1, undefined]);
  for (const match of [traced, silent]) await step(match, join('a'));
  expect([traced.takeTrace(), silent.takeTrace()]).toEqual([undefined, undefined]);
});

test('K4 it has a state hash once a second and at the end, and there is none after that', async () => {
  const match = matchOf((room) => room.sleep(2_500), { trace: true });
  const hashed: number[] = [];
  for (let tick = 1; tick <= 80; tick++) {
    await step(match);
    const trace = match.takeTrace();
    if (trace?.stateHash !== undefined) hashed.push(trace.tick);
    if (tick === 40) expect(trace?.stateHash).toEqual(match.stateHash());
  }
  expect(match.ended?.kind).toBe('finished');
  expect(hashed).toEqual([20, 40, 51]);
});

test('K5 a state hash differs in the fields that differ', async () => {
  const match = matchOf(rest, { trace: true });
  await step(match);
  expect(match.hashedFieldNames()).toEqual(['count', 'random']);
  const before = match.stateHash();
  match.state.count = 1;
  const after = match.stateHash();
  expect([
    after.hash === before.hash,
    after.fields[0] === before.fields[0],
    after.fields[1] === before.fields[1],
  ]).toEqual([false, false, true]);
  match.state.count = 0;
  expect(match.stateHash()).toEqual(before);
});

test('K5 and in the random stream', async () => {
  const hashes = await Promise.all(
    [1, 2].map(async (draws) => {
      const match = matchOf(async (room) => {
        for (let draw = 0; draw < draws; draw++) room.random.float();
        await rest(room);
      });
      await step(match);
      return match.stateHash();
    }),
  );
  expect(hashes[0]?.hash).not.toBe(hashes[1]?.hash);
  expect(hashes[0]?.fields[0]).toBe(hashes[1]?.fields[0]);
  expect(hashes[0]?.fields[1]).not.toBe(hashes[1]?.fields[1]);
});

test('K6 calls that were not allowed are not in it', async () => {
  const match = matchOf(
    async (room) => {
      room.onTick(() => {
        try {
          void room.sleep(1);
        } catch {
          // A system must not wait.
        }
      });
      await rest(room);
    },
    { trace: true },
  );
  await step(match);
  expect(match.takeTrace()?.verbs).toEqual(['onTick', 'sleep']);
  await step(match);
  expect(match.takeTrace()).toBeUndefined();
});

test('M10 a VirtualMatch writes down what entered and what the script did, tick by tick', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return ann.next('move', { timeoutMs: 1_000, otherwise: 0 });
  });
  await match.tick(2);
  const ann = await match.join('Ann');
  await match.tick(2);
  expect(match.recording()).toMatchObject({ start: match.match.start, lastTick: 5 });
  expect(match.recording().end).toBeUndefined();
  match.send(ann, 'move', 3);
  await match.tick();
  const { frames, lastTick, end } = match.recording();
  expect([lastTick, end]).toEqual([6, { kind: 'finished' }]);
  expect(frames).toMatchObject([
    { tick: 1, entries: [], trace: { verbs: ['until'] } },
    { tick: 3, entries: [{ kind: 'join', name: 'Ann' }], trace: { verbs: ['next'] } },
    { tick: 6, entries: [{ kind: 'message', data: 3 }], trace: { calls: 0, stateHash: match.match.stateHash() } },
  ]);
});
