import { cpSync } from 'node:fs';
import { join as pathOf } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Entry, REPLAY_BOUNDS } from '../../../shared/runtime/host.ts';
import { openReader } from '../../../server/journal/reader.ts';
import { MemoryDisk, MemoryStore } from '../../../tools/sim/journal/memory-store.ts';
import type { JournalFrame } from '../../../server/journal/store.ts';
import { newFolder, openStore, remains, newLog, openLogged, openMatch } from './folder.ts';
import { frame, join, recordOf, say, traceOf } from './matches.ts';

const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** Looks into the tables. */
function lookInto(folder: string): (sql: string) => Record<string, unknown>[] {
  const database = new DatabaseSync(pathOf(folder, 'greenroom.db'), { readOnly: true });
  onTestFinished(() => database.close());
  return (sql) =>
    database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
}

/** One match that plays for some seconds at four ticks a second. */
function player(store: { commit(batch: readonly JournalFrame[]): void }, slot: number, clock: { now: number }) {
  let tick = 0;
  return {
    play(seconds: number, entries: (tick: number) => readonly Entry[] = (at) => [say('ann', `${slot} ${at}`)]): void {
      for (let step = 0; step < seconds * 4; step++) {
        clock.now += SECOND / 4;
        tick++;
        store.commit([frame(slot, tick, entries(tick), traceOf(tick - 1, 'next'))]);
      }
    },
  };
}

it('every ten seconds what was committed for a match becomes a segment, and rows that nobody needs go', async () => {
  const folder = newFolder();
  const clock = { now: 0 };
  const store = await openStore(folder, { now: () => clock.now });
  const look = lookInto(folder);
  const ann = player(store, store.open(recordOf('A')), clock);
  ann.play(65);
  const segments = look('SELECT to_tick FROM segments ORDER BY id');
  expect(segments.length).toBeGreaterThanOrEqual(6);
  expect(segments.length).toBeLessThanOrEqual(7);
  expect(look('SELECT COUNT(*) AS n FROM rows')[0]?.['n']).toBeLessThanOrEqual(41);
  expect(store.frames(1, 0).flatMap(({ entries }) => entries)).toHaveLength(260);
});

it('a match that stands still does not hold the rows of those that go on', async () => {
  const folder = newFolder();
  const clock = { now: 0 };
  const store = await openStore(folder, { now: () => clock.now });
  const look = lookInto(folder);
  const still = store.open(recordOf('A'));
  store.commit([frame(still, 1, [join('ann')])]);
  player(store, store.open(recordOf('B')), clock).play(40);
  expect(look('SELECT COUNT(*) AS n FROM rows')[0]?.['n']).toBeLessThanOrEqual(41);
  expect(store.frames(still, 0)).toEqual([{ tick: 1, entries: [join('ann')] }]);
});

it('matches are not all folded in the same commit', async () => {
  const folder = newFolder();
  const clock = { now: 0 };
  const store = await openStore(folder, { now: () => clock.now });
  const look = lookInto(folder);
  const slots = Array.from({ length: 20 }, (_, index) => store.open(recordOf(`${index}`)));
  const folds: number[] = [];
  for (let tick = 1; tick <= 100; tick++) {
    clock.now += 100;
    store.commit(slots.map((slot) => frame(slot, tick, [say('ann', 'x')])));
    const all = Number(look('SELECT COUNT(*) AS n FROM segments')[0]?.['n']);
    folds.push(all - folds.reduce((sum, each) => sum + each, 0));
  }
  expect(Math.max(...folds)).toBeLessThanOrEqual(2);
  expect(folds.reduce((sum, each) => sum + each, 0)).toBe(20);
});

it('a match that says much is folded before its time', async () => {
  const folder = newFolder();
  const store = await openStore(folder, { now: () => 0 });
  const look = lookInto(folder);
  const slot = store.open(recordOf('A'));
  for (let tick = 1; tick <= 120; tick++) store.commit([frame(slot, tick, [say('ann', 'x'.repeat(4096))])]);
  expect(look('SELECT COUNT(*) AS n FROM segments')).toEqual([{ n: 1 }]);
  expect(store.frames(slot, 0)).toHaveLength(120);
});

it('a clean close leaves no rows and no log', async () => {
  const { folder, store, slot } = await openMatch();
  store.commit([frame(slot, 1, [join('ann')])]);
  await store.close();
  // Only the file is copied: it has everything.
  const copy = newFolder();
  cpSync(pathOf(folder, 'greenroom.db'), pathOf(copy, 'greenroom.db'));
  const look = lookInto(copy);
  expect(look('SELECT * FROM rows')).toEqual([]);
  const after = await openStore(copy);
  expect(after.frames(slot, 0)).toEqual([{ tick: 1, entries: [join('ann')] }]);
  expect(after.unfinished()).toMatchObject([{ lastTick: 1 }]);
});

it('a start after a kill folds everything, and leaves no rows', async () => {
  const { folder, store, slot } = await openMatch();
  store.commit([frame(slot, 1, [join('ann')])]);
  const copy = remains(folder);
  const after = await openStore(copy);
  const look = lookInto(copy);
  expect(look('SELECT COUNT(*) AS n FROM rows')).toEqual([{ n: 0 }]);
  expect(look('SELECT slot, to_tick FROM segments')).toEqual([{ slot, to_tick: 1 }]);
  expect(after.frames(slot, 0)).toEqual([{ tick: 1, entries: [join('ann')] }]);
});

it('the replay file of a match takes the place of its segments', async () => {
  const folder = newFolder();
  const clock = { now: 0 };
  const store = await openStore(folder, { now: () => clock.now });
  const look = lookInto(folder);
  const slot = store.open(recordOf('A'));
  const ann = player(store, slot, clock);
  ann.play(20);
  store.checkpoint(slot, 80, new Uint8Array([1]));
  ann.play(10);
  store.end(slot, { kind: 'finished' });
  expect(look('SELECT * FROM checkpoints')).toEqual([]);
  const before = await store.recording('A');
  await store.replay('A');
  expect(look('SELECT COUNT(*) AS n FROM segments')).toEqual([{ n: 0 }]);
  expect(await store.recording('A')).toEqual(before);
});

it('a replay file that was not made before a kill is made when the next process asks for it', async () => {
  const { folder, store, slot } = await openMatch();
  store.commit([frame(slot, 1, [join('ann')])]);
  store.end(slot, { kind: 'finished' });
  const after = await openStore(remains(folder));
  expect(await after.replay('A')).toEqual(await store.replay('A'));
});

it('a replay that would be too large is logged once, not tried again, and leaves the recording to operators', async () => {
  const folder = newFolder();
  const { log, logged } = newLog();
  const store = await openStore(folder, { log });
  const slot = store.open(recordOf('A'));
  store.commit([frame(slot, 1, [{ kind: 'effect', effect: 1, result: 'x'.repeat(REPLAY_BOUNDS.bytes) }])]);
  store.end(slot, { kind: 'finished' });
  expect(await store.replay('A')).toBeUndefined();
  const told = [{ level: 40, msg: 'match has no replay: This replay takes more than 64 MB.', slot }];
  expect(logged).toMatchObject(told);
  await store.close();
  const after = await openStore(folder, { log });
  expect(await after.replay('A')).toBeUndefined();
  await after.close();
  expect(logged).toMatchObject(told);
  const reader = openReader(folder);
  expect((await reader.recording('A'))?.frames).toHaveLength(1);
  reader.close();
});

it('matches that ended long ago are forgotten, at the start and daily', async () => {
  const folder = newFolder();
  const clock = { now: 0 };
  const store = await openStore(folder, { now: () => clock.now, keepDays: 3 });
  const open = store.open(recordOf('open'));
  store.end(store.open(recordOf('old')), { kind: 'finished' });
  await store.replay('old');
  clock.now = 2 * DAY;
  store.end(store.open(recordOf('new')), { kind: 'finished' });
  clock.now = 3.5 * DAY;
  // They go with the next fold.
  store.commit([frame(open, 1)]);
  store.commit([frame(open, 2)]);
  expect(await store.recording('old')).toBeUndefined();
  expect(await store.replay('new')).toBeDefined();
  await store.close();
  clock.now = 6 * DAY;
  const after = await openStore(folder, { now: () => clock.now, keepDays: 3 });
  expect(await after.recording('new')).toBeUndefined();
  expect(after.unfinished()).toMatchObject([{ slot: open }]);
});

describe('a match whose journal grows too large', () => {
  /** Texts that do not deflate. */
  let seed = 1;
  const noise = (): Entry[] => {
    let text = '';
    while (text.length < 400) text += ((seed = (seed * 48_271) % 2_147_483_647) % 36 ** 5).toString(36);
    return [say('ann', text)];
  };

  it('gives up its replay, and still comes back from its checkpoint', async () => {
    const folder = newFolder();
    const clock = { now: 0 };
    const { store, logged } = await openLogged(folder, { now: () => clock.now, maxMatchBytes: 60_000 });
    const slot = store.open(recordOf('A'));
    const ann = player(store, slot, clock);
    for (let round = 1; round <= 10; round++) {
      ann.play(20, noise);
      store.checkpoint(slot, round * 80, new Uint8Array([round]));
    }
    ann.play(1);
    const after = await openStore(remains(folder));
    const checkpoint = { tick: 800, bytes: new Uint8Array([10]) };
    expect(after.unfinished()).toMatchObject([{ checkpoint, lastTick: 804 }]);
    expect(after.frames(slot, 800).map(({ tick }) => tick)).toEqual([801, 802, 803, 804]);
    expect(() => after.frames(slot, 0)).toThrow(/damaged in match 1, whose checkpoint is missing/);
    expect(await store.recording('A')).toBeUndefined();
    store.end(slot, { kind: 'finished' });
    expect(await store.replay('A')).toBeUndefined();
    expect(new Set(logged.map(({ msg }) => msg))).toEqual(new Set(['match journal too large: replay given up']));
    const look = lookInto(folder);
    expect(look('SELECT TOTAL(LENGTH(frames)) AS n FROM segments')[0]?.['n']).toBeLessThan(120_000);
  });

  it('goes on without a journal where it has no checkpoint, and its neighbours keep theirs', async () => {
    const folder = newFolder();
    const clock = { now: 0 };
    const { store, logged } = await openLogged(folder, { now: () => clock.now, maxMatchBytes: 20_000 });
    const [slot, other] = [store.open(recordOf('A')), store.open(recordOf('B'))];
    player(store, slot, clock).play(60, noise);
    expect(logged).toMatchObject([{ level: 50, msg: 'match journal too large: match would not survive a crash' }]);
    store.commit([frame(slot, 900, [join('eve')]), frame(other, 1, [join('bob')])]);
    store.checkpoint(slot, 900, new Uint8Array());
    store.end(slot, { kind: 'finished' });
    const after = await openStore(remains(folder));
    expect(after.unfinished()).toMatchObject([{ slot: other, lastTick: 1 }]);
    expect(after.frames(other, 0)).toEqual([{ tick: 1, entries: [join('bob')] }]);
    expect(lookInto(folder)('SELECT COUNT(*) AS n FROM segments')).toEqual([{ n: 0 }]);
  });
});

describe('a backup', () => {
  it('made with cp of greenroom.db after a stop has everything', async () => {
    const { folder, store, slot } = await openMatch();
    for (let tick = 1; tick <= 30; tick++) store.commit([frame(slot, tick, [say('ann', `${tick}`)])]);
    await store.close();
    const copy = newFolder();
    cpSync(pathOf(folder, 'greenroom.db'), pathOf(copy, 'greenroom.db'));
    expect((await openStore(copy)).frames(slot, 0)).toHaveLength(30);
  });

  it.each<[string, (database: DatabaseSync, file: string) => unknown]>([
    ['VACUUM INTO', (database, file) => database.exec(`VACUUM INTO '${file}'`)],
    ['.backup', (database, file) => backup(database, file)],
  ])('made with %s while a server writes has every commit up to one', async (_, make) => {
    const { folder, store, slot } = await openMatch();
    for (let tick = 1; tick <= 30; tick++) store.commit([frame(slot, tick, [say('ann', `${tick}`)])]);
    const copy = newFolder();
    const database = new DatabaseSync(pathOf(folder, 'greenroom.db'));
    const making = make(database, pathOf(copy, 'greenroom.db'));
    store.commit([frame(slot, 31, [say('ann', '31')])]);
    await making;
    database.close();
    store.commit([frame(slot, 32, [say('ann', '32')])]);
    const after = await openStore(copy);
    const [match] = after.unfinished();
    expect([30, 31]).toContain(match?.lastTick);
    expect(after.frames(slot, 0)).toEqual(store.frames(slot, 0).filter(({ tick }) => tick <= match!.lastTick));
  });
});

/** What may happen to a journal, in any order. */
const happening = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('open' as const) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      seconds: fc.integer({ min: 0, max: 8 }),
      skips: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 2 }),
      texts: fc.array(fc.string({ maxLength: 6 }), { maxLength: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('checkpoint' as const), which: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const) }) },
);

it('the database has what memory would have, after any sequence of calls', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 60 }), async (happenings) => {
      const clock = { now: 0 };
      const disk = new MemoryDisk();
      let model = new MemoryStore(disk);
      let folder = newFolder();
      let store = await openStore(folder, { now: () => clock.now });
      const ticks = new Map<number, number>();
      for (const event of happenings) {
        const open = [...ticks.keys()];
        if (event.kind === 'open') {
          const id = `M${disk.matches.size}`;
          expect(store.open(recordOf(id))).toBe(model.open(recordOf(id)));
          ticks.set(disk.matches.size, 0);
        } else if (event.kind === 'commit') {
          clock.now += event.seconds * SECOND;
          const batch = open
            .filter((_, index) => !event.skips.includes(index))
            .map((slot) => {
              const tick = ticks.get(slot)! + 1;
              ticks.set(slot, tick);
              const entries = event.texts.map((text) => say(`p${slot}`, text));
              return frame(slot, tick, entries, tick % 3 === 0 ? traceOf(tick - 1, 'next', 'sleep') : undefined);
            });
          store.commit(batch);
          model.commit(batch);
        } else if (event.kind === 'checkpoint' || event.kind === 'end') {
          const slot = open[event.which];
          if (slot === undefined) continue;
          for (const each of [store, model]) {
            if (event.kind === 'end') each.end(slot, { kind: 'finished' }, traceOf(ticks.get(slot)! + 1, 'sleep'));
            else each.checkpoint(slot, ticks.get(slot)!, Buffer.from(`${slot}`));
          }
          if (event.kind === 'end') ticks.delete(slot);
        } else {
          if (event.kind === 'close') {
            await store.close();
            await model.close();
          }
          const next = event.kind === 'kill' ? remains(folder) : folder;
          if (event.kind === 'kill') await store.close();
          folder = next;
          store = await openStore(folder, { now: () => clock.now });
          model = new MemoryStore(disk);
        }
        expect(store.unfinished()).toEqual(
          model.unfinished().map((match) => ({ ...match, checkpoint: match.checkpoint && { ...match.checkpoint } })),
        );
        for (const slot of ticks.keys()) {
          expect(store.frames(slot, 0)).toEqual(model.frames(slot, 0));
          const after = ticks.get(slot)! - 2;
          expect(store.frames(slot, after)).toEqual(model.frames(slot, after));
        }
      }
      for (const { record } of disk.matches.values()) {
        const id = record.start.matchId;
        expect(await store.recording(id)).toEqual(await model.recording(id));
        expect(await store.replay(id)).toEqual(await model.replay(id));
      }
      await store.close();
    }),
    { numRuns: 8, examples: [[[{ kind: 'open' }, { kind: 'end', which: 0 }]]] },
  );
});
