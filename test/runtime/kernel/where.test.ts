import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defineBot } from '../../../shared/runtime/index.ts';
import { failureText, type MatchEnd } from '../../../shared/runtime/host.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { caught, gameOf, virtual, type Script, type TestRoom } from '../play.ts';

async function failureOf(script: Script): Promise<MatchEnd & { kind: 'failed' }> {
  const match = virtual(script);
  const ann = await match.join('Ann');
  await match.tick(3);
  match.leave(ann);
  await match.until(() => match.ended !== undefined);
  if (match.ended?.kind !== 'failed') throw new Error('it did not fail');
  return match.ended;
}

async function round(room: TestRoom, fail: () => Promise<unknown>): Promise<unknown> {
  return room.scope(async function round() {
    await room.race([() => room.sleep(1e9), fail]);
  });
}

const oh = async (): Promise<never> => {
  throw new Error('oh');
};

const PATHS: [string, Script, string][] = [
  ['the script', oh, 'play'],
  ['a branch in a scope', (room) => round(room, oh), 'play › round › race[1]'],
  [
    'a task of the script',
    async (room) => {
      room.spawn('dealer', oh);
      await room.sleep(1e9);
    },
    'dealer',
  ],
  [
    'a task of a scope',
    (room) =>
      room.timeout(1e6, async () => {
        room.spawn('chat', oh);
        await room.sleep(1e9);
      }),
    'play › timeout(1000000) › chat',
  ],
  [
    'a body that caught it and threw it on',
    (room) =>
      room.scope(async function outer() {
        throw await caught(() => round(room, oh));
      }),
    'play › outer › round › race[1]',
  ],
  [
    'a text in a task in a task',
    (room) =>
      room.scope(async function outer(scope) {
        scope.spawn('inner', async () => {
          // oxlint-disable-next-line typescript/only-throw-error -- that is the case
          throw 'a text';
        });
        await room.sleep(1e9);
      }),
    'play › outer › inner',
  ],
  [
    'a system',
    (room) =>
      room.scope(async function outer() {
        room.onTick(() => {
          throw new Error('oh');
        });
        await room.sleep(1e9);
      }),
    'play › outer › a system',
  ],
  [
    'a foreign promise',
    (room) =>
      room.scope(async function outer() {
        await new Promise(() => {});
      }),
    'play › outer',
  ],
];

test.each(PATHS)('R14.10 the end of a match tells the path of the error: %s', async (_, script, path) => {
  const end = await failureOf(script);
  expect(end.path).toBe(path);
  expect(failureText(end)).toBe(`${end.error.message} (in ${path})`);
});

test('R14.10 of deeply nested scopes the innermost are named', async () => {
  const dive = (room: TestRoom, depth: number): Promise<unknown> =>
    depth === 0
      ? oh()
      : room.scope(async function level() {
          await dive(room, depth - 1);
        });
  const end = await failureOf((room) => dive(room, 10_000));
  expect(end.path).toBe(`… › ${Array.from({ length: 12 }, () => 'level').join(' › ')}`);
});

/** Each fails at the line that is marked. */
const LINES: [string, Script][] = [
  [
    'TimeoutError of timeout()',
    async (room) => {
      await room.timeout(100, () => room.sleep(1e9)); // here
    },
  ],
  [
    'TimeoutError of no time',
    async (room) => {
      await room.timeout(0, () => room.sleep(1e9)); // here
    },
  ],
  [
    'TimeoutError of next()',
    async (room) => {
      const [ann] = await room.seated(1);
      await ann.next('move', { timeoutMs: 50 }); // here
    },
  ],
  [
    'PlayerLeft',
    async (room) => {
      const [ann] = await room.seated(1);
      await ann.next('move'); // here
    },
  ],
  [
    'PlayerLeft of ask()',
    async (room) => {
      const [ann] = await room.seated(1);
      await ann.ask('ready', { round: 1 }); // here
    },
  ],
  [
    'TaskCancelled',
    async (room) => {
      const task = room.spawn('t', () => room.sleep(1e9));
      room.spawn('canceller', async () => task.cancel('enough'));
      await task.join(); // here
    },
  ],
  [
    'TaskCancelled of a task that has ended',
    async (room) => {
      const task = room.spawn('t', () => room.sleep(1e9));
      task.cancel('enough');
      await room.sleep(100);
      await task.join(); // here
    },
  ],
  [
    'StrayCancelled',
    async (room) => {
      let cancelled: unknown;
      const task = room.spawn('t', async () => {
        cancelled = await caught(() => room.sleep(1e9));
      });
      await room.nextTick();
      task.cancel('enough'); // here
      await task.join();
      throw cancelled;
    },
  ],
  [
    'a group',
    async (room) => {
      await room.scope(async (scope) => {
        scope.spawn('t', async () => {
          await room.nextTick();
          throw new Error('oh'); // here
        });
      });
    },
  ],
  [
    'a group of timeouts',
    async (room) => {
      await room.scope(async (scope) => {
        scope.spawn('t', () => room.timeout(100, () => room.sleep(1e9))); // here
      });
    },
  ],
];

const SOURCE = readFileSync(new URL(import.meta.url), 'utf8').split('\n');

/** The line of this file that a stack begins with. */
function firstLine(stack: string | undefined): string | undefined {
  const [, line] = /where\.test\.ts:(\d+):\d+/.exec(stack?.split('\n')[1] ?? '') ?? [];
  return SOURCE[Number(line) - 1];
}

test.each(LINES)('R14.11 the stack of the error begins with the line of the script: %s', async (_, script) => {
  const { error } = await failureOf(script);
  expect(firstLine(error.stack)).toContain('// here');
});

test('R14.11 also of an effect that failed, and of an error that the script caught', async () => {
  const match = virtual(async (room) => {
    const error = await caught(
      () => room.effect('fetch', { url: 'x' }), // here
    );
    return (error as Error).stack;
  });
  await match.tick();
  match.enter({ kind: 'effect', effect: 1, error: { name: 'Error', message: 'no' } });
  await match.tick();
  expect(firstLine(match.ended?.kind === 'finished' ? String(match.ended.result) : '')).toContain('// here');
});

test('R14.11 of more than a hundred such calls in a tick the first have their lines, all their paths', async () => {
  const match = virtual((room) =>
    room.allSettled(
      Array.from({ length: 150 }, () => () => room.timeout(50, () => room.sleep(1e9))), // here
    ),
  );
  await match.tick(3);
  const results = match.ended?.kind === 'finished' ? (match.ended.result as PromiseRejectedResult[]) : [];
  const withLine = results.filter(({ reason }) => (reason as Error).stack?.includes('where.test.ts'));
  expect([results.length, withLine.length]).toEqual([150, 100]);
});

test('R14.10 a test that waits in vain gets the error of the match and its path', async () => {
  const match = virtual((room) => round(room, oh));
  await expect(match.until(() => false, { limitMs: 100 })).rejects.toThrow(
    'still not so after 100 ms of match time, as the match has failed: oh (in play › round › race[1])',
  );
});

test('R14.11 a test is failed by the error of a bot, with its line', async () => {
  const game = gameOf(async (room) => {
    room.addBots(1);
    await room.sleep(1e9);
  });
  const bot = defineBot(game, {
    name: 'hasty',
    async play(self) {
      await self.timeout(50, () => self.sleep(1e9)); // here
    },
  });
  const match = new VirtualMatch(game, { bot });
  const error: unknown = await match.advance(500).catch((thrown: unknown) => thrown);
  expect(firstLine((error as Error).stack)).toContain('// here');
});

test('R14.10 the recorded end tells it too', async () => {
  const match = virtual((room) => round(room, oh));
  await match.tick(3);
  expect(match.recording().end).toEqual({ kind: 'failed', reason: 'oh (in play › round › race[1])' });
});
