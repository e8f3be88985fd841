import { expect, test } from 'vitest';
import { RunawayTick } from '../../../shared/runtime/index.ts';
import { stepMatches } from '../../../shared/runtime/host.ts';
import { caught, matchOf, resultOf, step, virtual, type Script } from '../play.ts';

const villains: [string, Script][] = [
  [
    'throws at once',
    () => {
      throw new Error('oh');
    },
  ],
  [
    'rejects',
    async (room) => {
      await room.sleep(0);
      throw new Error('oh');
    },
  ],
  [
    'has a failing task',
    async (room) => {
      room.spawn('task', () => Promise.reject(new Error('oh')));
      await room.sleep(1000);
    },
  ],
  [
    'has a failing system',
    async (room) => {
      room.onTick(() => {
        throw new Error('oh');
      });
      await room.sleep(1000);
    },
  ],
  [
    'has a failing condition',
    (room) =>
      room.until(() => {
        throw new Error('oh');
      }),
  ],
  [
    'runs away',
    async (room) => {
      for (;;) await room.sleep(0);
    },
  ],
  ['awaits a foreign promise', () => new Promise(() => {})],
  [
    'throws what is no error',
    async () => {
      // oxlint-disable-next-line typescript/only-throw-error -- that is the case
      throw 'a string';
    },
  ],
];

test.each(villains)(
  'R14.1 a script that %s ends its own match only; a neighbour of the same batch feels nothing',
  async (_, script) => {
    const villain = matchOf(script, { limits: { turnsPerTick: 1000 } });
    const neighbour = matchOf(async (room) => {
      for (let turn = 0; turn < 20; turn++) await room.sleep(0);
      await room.sleep(100);
      return room.tick;
    });
    for (let tick = 0; tick < 3; tick++) {
      await stepMatches([
        { match: villain, entries: [] },
        { match: neighbour, entries: [] },
      ]);
    }
    expect(villain.ended?.kind).toBe('failed');
    expect(villain.takeOutputs()).toEqual([{ kind: 'ended' }]);
    expect(resultOf(neighbour)).toBe(3);
  },
);

test('R14.2 the error of the match is the one that the script threw', async () => {
  const thrown = new Error('mine');
  const match = matchOf(() => Promise.reject(thrown));
  await step(match);
  expect(match.ended).toEqual({ kind: 'failed', error: thrown });
});

test('R14.3 a match that the host fails ends at once, and runs no more', async () => {
  const log: string[] = [];
  const match = matchOf(async (room) => {
    for (;;) {
      log.push(`tick ${room.tick}`);
      await room.nextTick();
    }
  });
  await step(match);
  match.fail(new Error('quarantine'));
  await step(match);
  await step(match);
  expect(log).toEqual(['tick 1']);
  expect(match.liveTasks).toBe(0);
  expect(match.ended).toEqual({ kind: 'failed', error: new Error('quarantine') });
});

test('R13.4 a tick with more turns than its bound is RunawayTick, which names the strand', async () => {
  const match = virtual(
    async (room) => {
      room.spawn('spinner', async () => {
        for (;;) await room.sleep(0);
      });
      await room.sleep(1000);
    },
    { limits: { turnsPerTick: 100 } },
  );
  await match.tick();
  const error = match.ended?.kind === 'failed' ? match.ended.error : undefined;
  expect(error).toBeInstanceOf(RunawayTick);
  expect(String(error)).toContain('tick 1 took more than 100 turns, lately in "spinner"');
});

test('R13.4 calls that go on at once count as turns', async () => {
  const match = virtual(
    async (room) => {
      const event = room.event();
      event.set();
      for (;;) await event.wait();
    },
    { limits: { turnsPerTick: 100 } },
  );
  await match.tick();
  expect(match.ended?.kind === 'failed' && match.ended.error).toBeInstanceOf(RunawayTick);
});

test('R13.4 the bound is of one tick: a script may take as many in each', async () => {
  const match = virtual(
    async (room) => {
      for (let tick = 0; tick < 5; tick++) {
        for (let turn = 0; turn < 80; turn++) await room.sleep(0);
        await room.nextTick();
      }
      return 'done';
    },
    { limits: { turnsPerTick: 100 } },
  );
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toBe('done');
});

test('R14.5 after its end a match refuses what awaits a reply, and ignores the rest', async () => {
  const match = matchOf(async () => 'result');
  await step(match, { kind: 'join', player: 'x', name: 'Ann', bot: false });
  const outputs = await step(
    match,
    { kind: 'join', player: 'y', name: 'Bob', bot: false },
    { kind: 'message', player: 'x', type: 'move', data: 1, ref: 7 },
    { kind: 'answer', player: 'x', question: 1, answer: true, ref: 8 },
    { kind: 'drop', player: 'x' },
    { kind: 'input', seat: 0, changes: [1] },
    { kind: 'leave', player: 'x' },
    { kind: 'effect', effect: 1, result: 'x' },
  );
  const message = 'the match is over';
  expect(outputs).toEqual([
    { kind: 'refused', player: 'y', ref: undefined, type: 'join', code: 'room-closed', message },
    { kind: 'refused', player: 'x', ref: 7, type: 'move', code: 'room-closed', message },
    { kind: 'refused', player: 'x', ref: 8, type: 'answer', code: 'room-closed', message },
  ]);
  expect([match.joinable, resultOf(match)]).toEqual([false, 'result']);
});

test('R14.6 an error of a task that the script caught is no failure of the match', async () => {
  const match = virtual(async (room) => {
    await caught(() =>
      room.scope(async () => {
        room.spawn('task', () => Promise.reject(new Error('oh')));
      }),
    );
    return 'went on';
  });
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toBe('went on');
});
