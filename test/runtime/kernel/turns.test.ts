import { readFile } from 'node:fs';
import { expect, test } from 'vitest';
import { stepMatches } from '../../../shared/runtime/host.ts';
import { matchOf, play, resultOf, step } from '../play.ts';

/** Microtasks that have nothing to do with the room. */
async function hop(times: number): Promise<void> {
  for (let left = times; left > 0; left--) await Promise.resolve();
}

test('T2.1 strands take turns in the order in which they became ready', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    const walker = (name: string) => async (): Promise<void> => {
      for (let step = 1; step <= 3; step++) {
        lines.push(`${name}${step}`);
        await room.sleep(0);
      }
    };
    await room.all([walker('a'), walker('b'), walker('c')]);
    return lines.join(' ');
  });
  expect(log).toBe('a1 b1 c1 a2 b2 c2 a3 b3 c3');
});

test('T2.2 between two room awaits nothing else of the room runs, however many async functions a script uses', async () => {
  const seen = await play(async (room) => {
    let shared = 0;
    const changes: number[] = [];
    const native = async (depth: number): Promise<void> => {
      if (depth > 0) await Promise.all([native(depth - 1), hop(depth * 3), Promise.allSettled([hop(50), native(0)])]);
    };
    await room.all([
      async () => {
        for (let round = 0; round < 5; round++) {
          const before = shared;
          await native(6);
          changes.push(shared - before);
          await room.sleep(0);
        }
      },
      async () => {
        for (let round = 0; round < 5; round++) {
          shared++;
          await hop(1);
          await room.sleep(0);
        }
      },
    ]);
    return [changes, shared];
  });
  expect(seen).toEqual([[0, 0, 0, 0, 0], 5]);
});

test('T2.2 verbs inside a native Promise.all belong to the strand that called them', async () => {
  const seen = await play(async (room) => {
    const value = await room.within(100, async () => {
      await Promise.all([room.sleep(50), hop(10).then(() => room.sleep(10_000))]);
    });
    return [value, room.now];
  });
  expect(seen).toEqual([undefined, 150]);
});

test('T2.3 a strand starts in its own turn: spawn, all and scope run nothing before the caller waits', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    room.spawn('task', async () => void lines.push('task'));
    const branch = room.all([async () => void lines.push('branch')]);
    const body = room.scope(async () => void lines.push('body'));
    lines.push('caller');
    await hop(100);
    lines.push('caller still');
    await branch;
    await body;
    return lines;
  });
  expect(log).toEqual(['caller', 'caller still', 'task', 'branch', 'body']);
});

test('T2.4 sleep(0) lets the others have a turn within the tick', async () => {
  const seen = await play(async (room) => {
    let other = 0;
    room.spawn('other', async () => {
      for (;;) {
        other++;
        await room.sleep(0);
        if (other > 5) break;
      }
    });
    for (let turn = 0; turn < 3; turn++) await room.sleep(0);
    return [other, room.tick];
  });
  expect(seen).toEqual([3, 1]);
});

test('T2.5 a call that has nothing to wait for goes on within its turn', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    const ended = room.spawn('ended', async () => 'value');
    await ended.join();
    room.spawn('other', async () => void lines.push('other'));
    const event = room.event();
    event.set();
    await event.wait();
    const queue = room.queue<number>(1);
    await queue.put(1);
    await queue.take();
    queue.done();
    await queue.join();
    await room.semaphore(1).acquire();
    await room.barrier(1).wait();
    await room.condition().waitFor(() => true);
    await ended.join();
    await room.within(0, async () => 'never');
    lines.push('went on');
    await room.sleep(0);
    return lines;
  });
  expect(log).toEqual(['went on', 'other']);
});

test('T3.1 the turns of all rooms go together: one of each in a round', async () => {
  const log: string[] = [];
  const walker = (name: string) =>
    matchOf(async (room) => {
      for (let turn = 1; turn <= 3; turn++) {
        log.push(`${name}${turn}`);
        await hop(5);
        await room.sleep(0);
      }
    });
  await stepMatches(['a', 'b', 'c'].map((name) => ({ match: walker(name), entries: [] })));
  expect(log.join(' ')).toBe('a1 b1 c1 a2 b2 c2 a3 b3 c3');
});

test('T3.1 a room with more turns goes on after the others are through', async () => {
  const log: string[] = [];
  const walker = (name: string, turns: number) =>
    matchOf(async (room) => {
      for (let turn = 1; turn <= turns; turn++) {
        log.push(`${name}${turn}`);
        await room.sleep(0);
      }
    });
  await stepMatches([
    { match: walker('a', 1), entries: [] },
    { match: walker('b', 3), entries: [] },
    { match: walker('c', 2), entries: [] },
  ]);
  expect(log.join(' ')).toBe('a1 b1 c1 b2 c2 b3');
});

test('T3.2 no timer, immediate or I/O callback runs in the middle of a tick', async () => {
  const log: string[] = [];
  const busy = (name: string) =>
    matchOf(async (room) => {
      log.push(`${name} begins`);
      for (let turn = 0; turn < 20_000; turn++) {
        await hop(2);
        await room.sleep(0);
      }
      log.push(`${name} ends`);
    });
  const matches = [busy('a'), busy('b')];
  const callbacks = Promise.all([
    new Promise<void>((resolve) => setImmediate(() => resolve(void log.push('callback')))),
    new Promise<void>((resolve) => setTimeout(() => resolve(void log.push('callback')), 0)),
    new Promise<void>((resolve) => readFile(import.meta.filename, () => resolve(void log.push('callback')))),
  ]);
  const started = performance.now();
  await stepMatches(matches.map((match) => ({ match, entries: [] })));
  const tookMs = performance.now() - started;
  log.push('tick over');
  await callbacks;
  expect(tookMs).toBeGreaterThan(2);
  expect(log).toEqual(['a begins', 'b begins', 'a ends', 'b ends', 'tick over', 'callback', 'callback', 'callback']);
});

test('T3.3 an empty batch is over at once', async () => {
  expect(await stepMatches([])).toBeUndefined();
});

test('T3.4 a batch that begins while another runs joins it', async () => {
  const log: string[] = [];
  const walker = (name: string) =>
    matchOf(async (room) => {
      for (let turn = 1; turn <= 3; turn++) {
        log.push(`${name}${turn}`);
        await room.sleep(0);
      }
    });
  const first = stepMatches([{ match: walker('a'), entries: [] }]);
  const second = stepMatches([{ match: walker('b'), entries: [] }]);
  await Promise.all([first, second]);
  expect(log.join(' ')).toBe('a1 b1 a2 b2 a3 b3');
});

test('T3.4 also one that begins when a match of the first is through', async () => {
  const log: string[] = [];
  const idle = matchOf(async () => void log.push('short'));
  const busy = matchOf(async (room) => {
    for (let turn = 1; turn <= 20; turn++) await room.sleep(0);
    log.push('long');
  });
  const long = stepMatches([{ match: busy, entries: [] }]);
  await stepMatches([{ match: idle, entries: [] }]);
  const late = matchOf(async () => void log.push('late'));
  await stepMatches([{ match: late, entries: [] }]);
  await long;
  expect(log).toEqual(['short', 'late', 'long']);
});

test('T1.1 all entries are in before any strand runs, and strands run before deadlines fire', async () => {
  const match = matchOf(async (room) => {
    const [ann, bob] = await room.seated(2);
    return [ann.name, bob.name, room.tick];
  });
  await step(
    match,
    { kind: 'join', player: 'x', name: 'Ann', bot: false },
    { kind: 'join', player: 'y', name: 'Bob', bot: false },
  );
  expect(resultOf(match)).toEqual(['Ann', 'Bob', 1]);
});

test('T1.5 the script starts in the first tick', async () => {
  const log: string[] = [];
  const match = matchOf(async () => void log.push('began'));
  await new Promise((resolve) => setImmediate(resolve));
  log.push('tick');
  await step(match);
  expect(log).toEqual(['tick', 'began']);
});

test('T1.8 a tick goes through entries, deadlines, systems and conditions, and runs strands after each', async () => {
  const match = matchOf(async (room) => {
    const log: string[] = [];
    const [ann] = await room.seated(1);
    const until = room.tick + 2;
    await room.scope(async (scope) => {
      const event = room.event();
      room.onTick(() => {
        if (room.tick === until) event.set();
      });
      room.spawn('condition', () => room.until(() => room.tick === until).then(() => log.push('condition')));
      room.spawn('system', () => event.wait().then(() => log.push('system')));
      room.spawn('deadline', () => room.sleep(100).then(() => log.push('deadline')));
      room.spawn('entry', () => ann.next('move').then(() => log.push('entry')));
      await room.sleep(150);
      scope.cancel();
    });
    return log;
  });
  await step(match, { kind: 'join', player: 'x', name: 'Ann', bot: false });
  await step(match);
  await step(match, { kind: 'message', player: 'x', type: 'move', data: 1 });
  await step(match);
  expect(resultOf(match)).toEqual(['entry', 'deadline', 'system', 'condition']);
});
