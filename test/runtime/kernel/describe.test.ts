import { expect, test } from 'vitest';
import { formatTasks } from '../../../shared/runtime/host.ts';
import { caught, virtual } from '../play.ts';

test('D1 describe tells every task, what each waits for, and how long is left', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const oven = room.semaphore(1);
    await oven.acquire();
    const sleeper = room.spawn('sleeper', () => room.sleep(5000));
    room.spawn('baker', () => oven.acquire());
    room.spawn('joiner', () => sleeper.join());
    room.spawn('fetcher', () => room.effect('fetch', { url: 'x' }));
    await room.timeout(10_000, () =>
      room.all([() => ann.next('move', { timeoutMs: 2000 }), () => ann.ask('ready', { round: 1 })]),
    );
  });
  await match.join('Ann');
  await match.tick();
  const root = match.match.describe();
  expect(root).toMatchObject({ name: 'test', cancelled: false });
  const [script, ...tasks] = root.tasks;
  expect(tasks).toEqual([
    { name: 'sleeper', cancelled: false, waits: [{ name: 'sleep', leftMs: 4950 }], scopes: [] },
    { name: 'baker', cancelled: false, waits: [{ name: 'semaphore' }], scopes: [] },
    { name: 'joiner', cancelled: false, waits: [{ name: 'join "sleeper"' }], scopes: [] },
    { name: 'fetcher', cancelled: false, waits: [{ name: 'effect "fetch"' }], scopes: [] },
  ]);
  const [timeout] = script?.scopes ?? [];
  expect(timeout).toMatchObject({ name: 'timeout(10000)', leftMs: 9950 });
  const [all] = timeout?.tasks[0]?.scopes ?? [];
  expect(all?.tasks.map(({ waits }) => waits)).toEqual([
    [{ name: '"move" from Ann', leftMs: 1950 }],
    [{ name: 'answer to "ready" from Ann' }],
  ]);
});

test('D2 each kind of wait has a name', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const full = room.queue<number>(1);
    full.tryPut(1);
    const waits: (() => Promise<unknown>)[] = [
      () => room.event().wait(),
      () => room.queue(1).take(),
      () => full.put(2),
      () => full.join(),
      () => room.condition().wait(),
      () => room.barrier(2).wait(),
      () => room.until(() => room.tick > 999),
      () =>
        room
          .arrivals()
          .next()
          .then(() => room.nextTick()),
      () => ann.messages('move').next(),
    ];
    await Promise.all(waits.map((wait) => wait()));
  });
  await match.join('Ann');
  const names = match.match.describe().tasks[0]?.waits.map(({ name }) => name);
  expect(names).toEqual([
    'event',
    'queue.take',
    'queue.put',
    'queue.join',
    'condition',
    'barrier',
    'until room.tick > 999',
    'messages("move")',
    'sleep',
  ]);
});

test('D3 formatTasks writes the tree as text, with what is cancelled', async () => {
  const match = virtual(async (room) => {
    room.spawn('chat', () => room.sleep(12_400));
    await room.scope(async function turn(scope) {
      room.spawn('sulking', async () => {
        await caught(() => room.sleep(1000));
        await room.shield(500, () => room.sleep(300));
      });
      await room.nextTick();
      scope.cancel();
    });
  });
  await match.tick(3);
  expect(formatTasks(match.match.describe()).split('\n')).toEqual([
    'test',
    '  play',
    '    turn [cancelled]',
    '      sulking [cancelled]',
    '        shield(500) (0.5 s left)',
    expect.stringMatching(/^ {10}\S+: sleep \(0\.3 s left\)$/),
    '  chat: sleep (12.3 s left)',
  ]);
});

test('D4 a match that has ended has no tasks', async () => {
  const match = virtual((room) => room.sleep(100));
  await match.until(() => match.ended !== undefined);
  expect([match.match.describe().tasks, match.match.liveTasks]).toEqual([[], 0]);
});

test('D4 also one that failed, or that its host has failed', async () => {
  const failed = virtual(async (room) => {
    room.spawn('task', () => room.sleep(1000));
    throw new Error('oh');
  });
  const quarantined = virtual((room) => room.sleep(1000));
  await failed.tick();
  await quarantined.tick();
  quarantined.match.fail(new Error('quarantine'));
  const none = { name: 'test', cancelled: false, tasks: [] };
  expect([failed.match.describe(), quarantined.match.describe()]).toEqual([none, none]);
});

test('D5 liveTasks counts the script, tasks and branches', async () => {
  const match = virtual(async (room) => {
    room.spawn('task', () => room.sleep(1000));
    await room.all([() => room.sleep(100), () => room.sleep(1000)]);
  });
  await match.tick();
  const first = match.match.liveTasks;
  await match.advance(150);
  expect([first, match.match.liveTasks]).toEqual([4, 3]);
});
