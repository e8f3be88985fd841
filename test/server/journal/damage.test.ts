import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ByteWriter, writeValue } from '../../../shared/runtime/host.ts';
import { committer } from './commits.ts';
import { newFolder, newLog, openStore, remains, openLogged } from './folder.ts';
import { frame, join as joinOf, recordOf, say, traceOf } from './matches.ts';

const IDS = ['AAAAA-aaaaaaaaaa', 'BBBBB-bbbbbbbbbb', 'CCCCC-cccccccccc'] as const;
const CHECKPOINT = new Uint8Array([1, 2, 3]);

/** What a server leaves that was killed: two open matches with segments, rows and a checkpoint, and one that has ended. */
async function killed(): Promise<string> {
  const folder = newFolder();
  let now = 0;
  const store = await openStore(folder, { now: () => now });
  const slots = IDS.map((id) => store.open(recordOf(id)));
  for (let tick = 1; tick <= 60; tick++) {
    now += 400;
    store.commit(
      slots.map((slot) =>
        frame(slot, tick, [tick === 1 ? joinOf('ann') : say('ann', `${slot} ${tick}`)], traceOf(tick - 1, 'next')),
      ),
    );
    if (tick === 20) store.checkpoint(1, 20, CHECKPOINT);
    if (tick === 40) store.end(slots.pop()!, { kind: 'finished' });
  }
  return remains(folder);
}

function change(folder: string, sql: string, ...values: (string | number | bigint | Uint8Array | null)[]): void {
  const database = new DatabaseSync(join(folder, 'greenroom.db'));
  database.prepare(sql).run(...values);
  database.close();
}

function packed(record: unknown): { bytes: Uint8Array; crc: number } {
  const writer = new ByteWriter();
  writeValue(writer, record);
  const bytes = writer.take();
  return { bytes, crc: crc32(bytes) };
}

/** The texts that a match has, where it comes back. */
function textsOf(store: Awaited<ReturnType<typeof openStore>>, slot: number): unknown[] {
  return store
    .frames(slot, 0)
    .flatMap(({ entries }) => entries.map((entry) => ('data' in entry ? entry.data : entry.kind)));
}

const RECORDS: Record<string, unknown> = {
  nothing: null,
  'no record': 7,
  'no start frame': { room: 'AAAAA', private: false, reflection: '' },
  'a start frame that is none': recordOf(IDS[0], { start: null as never }),
  'a start frame without a game': recordOf(IDS[0], { start: { ...recordOf(IDS[0]).start, game: undefined as never } }),
  'a tick rate of none': recordOf(IDS[0], { start: { ...recordOf(IDS[0]).start, tickRate: Number.NaN } }),
  'no room': recordOf(IDS[0], { room: 5 as never }),
};

describe('an unreadable record affects its match only, and is logged with its name', () => {
  it.each(Object.entries(RECORDS))('%s', async (_, record) => {
    const folder = await killed();
    const { bytes, crc } = packed(record);
    change(folder, 'UPDATE matches SET record = ?, record_crc = ? WHERE slot = 1', bytes, crc);
    const { store, logged } = await openLogged(folder);
    expect(store.unfinished()).toMatchObject([{ slot: 2, lastTick: 60 }]);
    expect(textsOf(store, 2)).toHaveLength(60);
    expect(logged.filter(({ level }) => level >= 50)).toMatchObject([
      {
        slot: '1',
        room: 'AAAAA',
        match: IDS[0],
        msg: 'match journal damaged: match voided',
      },
    ]);
    // It is logged once, and its journal is kept.
    await store.close();
    const later = newLog();
    await (await openStore(folder, { log: later.log })).close();
    expect(later.logged).toEqual([]);
  });

  it('bytes that are no record', async () => {
    const folder = await killed();
    const bytes = Buffer.from('{"start":');
    change(folder, 'UPDATE matches SET record = ?, record_crc = ? WHERE slot = 1', bytes, crc32(bytes));
    expect((await openStore(folder)).unfinished()).toMatchObject([{ slot: 2 }]);
  });

  it.each(['null', '', 'garbage', '{}', '7', '{"kind":"eaten"}', '[]'])('an end that is %j', async (end) => {
    const folder = await killed();
    change(folder, 'UPDATE matches SET end = ? WHERE slot = 3', end);
    const { store, logged } = await openLogged(folder);
    expect(store.unfinished()).toHaveLength(2);
    expect(logged).toMatchObject([{ level: 50, slot: 3, room: 'CCCCC', match: IDS[2], msg: 'match end damaged' }]);
    expect(await store.recording(IDS[2])).toMatchObject({ end: { kind: 'voided' } });
  });
});

const NUMBERS = [-1, 0, 10 ** 12, 2n ** 63n - 1n, -(2n ** 63n)] as const;

describe('a column with any number in it', () => {
  const columns = {
    matches: [
      'slot',
      'record_crc',
      'last_tick',
      'folded',
      'active',
      'cut',
      'attempts',
      'recoveries',
      'created_at',
      'ended_at',
      'ended_day',
    ],
    segments: ['slot', 'to_tick', 'crc'],
    checkpoints: ['slot', 'tick', 'crc'],
    replays: ['slot'],
  };
  for (const [table, names] of Object.entries(columns)) {
    it.each(names)(`${table}.%s costs its match at most`, async (name) => {
      const base = await killed();
      for (const number of NUMBERS) {
        const folder = remains(base);
        const isSegment = table === 'segments';
        const where =
          table === 'matches' || table === 'checkpoints'
            ? 'slot = 1'
            : isSegment
              ? 'id = (SELECT MIN(id) FROM segments WHERE slot = 1)'
              : 'slot = 3';
        change(folder, `UPDATE ${table} SET ${name} = ? WHERE ${where}`, number);
        const { log } = newLog();
        const store = await openStore(folder, { log });
        const others = store.unfinished().filter(({ record }) => record.start.matchId === IDS[1]);
        expect(others).toMatchObject([{ slot: 2, lastTick: 60 }]);
        expect(textsOf(store, 2)).toHaveLength(60);
        // Whatever is left of the other is right, or refused.
        for (const { slot } of store.unfinished()) {
          if (slot === 2) continue;
          try {
            expect(
              textsOf(store, slot)
                .slice(1)
                .every((data) => /"1 \d+"/.test(JSON.stringify(data))),
            ).toBe(true);
          } catch (error) {
            expect((error as Error).name).toBe('JournalProblem');
          }
        }
        // The store can go on.
        store.commit([frame(2, 61, [say('ann', 'on')])]);
        store.end(2, { kind: 'finished' });
        await store.close();
      }
    });
  }

  it.each(['seq', 'crc'])(
    'rows.%s costs at most the last moments of the matches in that commit, and is logged',
    async (name) => {
      const base = await killed();
      for (const number of NUMBERS) {
        const folder = remains(base);
        change(folder, `UPDATE rows SET ${name} = ? WHERE seq = (SELECT MAX(seq) - 3 FROM rows)`, number);
        const { store, logged } = await openLogged(folder);
        expect(store.unfinished()).toHaveLength(2);
        for (const { slot, lastTick, lost } of store.unfinished()) {
          expect({ slot, lastTick, lost }).toEqual({ slot, lastTick: 56, lost: true });
          expect(textsOf(store, slot)).toHaveLength(56);
        }
        const told = logged.filter(({ msg }) => msg.startsWith('match lost its last ticks'));
        expect(told).toHaveLength(2);
        expect(told).toMatchObject([
          { level: 50, match: IDS[0], lastTick: 56, wasAt: 60 },
          { match: IDS[1], lastTick: 56, wasAt: 60 },
        ]);
        await store.close();
      }
    },
  );
});

it.each([
  ['rows', 'slots'],
  ['rows', 'frames'],
  ['segments', 'frames'],
  ['checkpoints', 'bytes'],
  ['replays', 'file'],
  ['matches', 'record'],
])('garbage in %s.%s keeps no server from starting', async (table, column) => {
  const base = await killed();
  for (const garbage of [
    new Uint8Array(),
    new Uint8Array([255]),
    Buffer.from('garbage, and more of it'),
    new Uint8Array(300).fill(0xa5),
  ]) {
    const folder = remains(base);
    const where =
      table === 'rows' ? 'seq = (SELECT MAX(seq) FROM rows)' : table === 'replays' ? 'slot = 3' : 'slot = 1';
    change(folder, `UPDATE ${table} SET ${column} = ? WHERE ${where}`, garbage);
    const store = await openStore(folder);
    expect(store.unfinished().some(({ slot, lastTick }) => slot === 2 && lastTick >= 59)).toBe(true);
    expect(textsOf(store, 2).length).toBeGreaterThanOrEqual(59);
    await store.close();
  }
});

it('a folder that an older version has written opens, with all that was in it', async () => {
  const folder = newFolder();
  cpSync(join(import.meta.dirname, 'before'), folder, { recursive: true });
  const { store, logged } = await openLogged(folder);
  expect(store.unfinished().map(({ slot, lastTick, lost }) => [slot, lastTick, lost])).toEqual([
    [2, 60, undefined],
    [1, 60, undefined],
  ]);
  expect(textsOf(store, 1)).toHaveLength(12);
  expect(store.unfinished()[0]?.checkpoint).toMatchObject({ tick: 20 });
  expect(await store.recording(IDS[2])).toMatchObject({ lastTick: 30, end: { kind: 'finished' } });
  expect(logged).toEqual([]);
});

describe('the end of the log can be verified', () => {
  it('wherever a byte of the WAL of a killed server is damaged, each match is whole or its loss is logged', async () => {
    const before = newFolder();
    const told = await committer(before).killedAfter(120);
    const file = join(before, 'greenroom.db-wal');
    const { size } = statSync(file);
    let lossy = 0;
    for (let at = 5; at < size; at += Math.floor(size / 60)) {
      const folder = remains(before, 'greenroom.mark');
      const bytes = readFileSync(file);
      bytes[at]! ^= 0x10;
      writeFileSync(join(folder, 'greenroom.db-wal'), bytes);
      const { log, logged } = newLog();
      let store;
      try {
        store = await openStore(folder, { log });
      } catch (error) {
        // What is left is no database: that is logged as well.
        expect((error as Error).name).toBe('JournalProblem');
        continue;
      }
      const open = store.unfinished();
      const lines = logged.filter(({ level }) => level >= 50);
      for (const slot of [1, 2, 3]) {
        const match = open.find((each) => each.slot === slot);
        const whole = match !== undefined && match.lastTick >= told;
        expect(whole || lines.some((line) => 'slot' in line && Number(line.slot) === slot)).toBe(true);
        if (match !== undefined)
          expect(match.lost === true).toBe(
            match.lastTick < told || lines.some((line) => 'slot' in line && Number(line.slot) === slot),
          );
      }
      if (lines.length > 0) lossy++;
      await store.close();
    }
    expect(lossy).toBeGreaterThan(5);
  });

  it('a missing WAL is logged, with the matches that are lost with it', async () => {
    const before = newFolder();
    const store = await openStore(before);
    store.open(recordOf(IDS[0]));
    await store.close();
    const after = await openStore(before);
    after.commit([frame(1, 1, [joinOf('ann')])]);
    const slot = after.open(recordOf(IDS[1]));
    after.commit([frame(1, 2), frame(slot, 1, [joinOf('bob')])]);
    const folder = newFolder();
    for (const name of ['greenroom.db', 'greenroom.mark']) cpSync(join(before, name), join(folder, name));
    const { log, logged } = newLog();
    const third = await openStore(folder, { log });
    expect(third.unfinished()).toMatchObject([{ slot: 1, lastTick: 0, lost: true }]);
    expect(logged).toMatchObject([
      { level: 50, slot: 1, match: IDS[0], lastTick: 0, wasAt: 2 },
      {
        level: 50,
        slot,
        room: 'BBBBB',
        match: IDS[1],
        wasAt: 1,
        msg: 'match lost: journal has nothing of it',
      },
    ]);
    // What is lost is lost once.
    await third.close();
    const later = newLog();
    await openStore(folder, { log: later.log });
    expect(later.logged).toEqual([]);
  });

  it('nothing is logged after kills, ends and stops without a loss', async () => {
    let folder = newFolder();
    const { log, logged } = newLog();
    for (let round = 0; round < 12; round++) {
      const store = await openStore(folder, { log });
      const slots = [store.open(recordOf(`R${round}`)), ...store.unfinished().map(({ slot }) => slot)];
      for (let tick = 1; tick <= 5; tick++)
        store.commit([...new Set(slots)].map((slot) => frame(slot, round * 5 + tick, [say('ann', 'x')])));
      if (round % 3 === 0) store.end(slots.at(-1)!, { kind: 'abandoned' });
      const next = remains(folder, 'greenroom.mark');
      await store.close();
      if (round % 2 === 0) folder = next;
    }
    expect(logged).toEqual([]);
  });

  it('the watermark of another database means nothing', async () => {
    const [one, other] = [newFolder(), newFolder()];
    const store = await openStore(one);
    store.commit([frame(store.open(recordOf(IDS[0])), 9, [joinOf('ann')])]);
    await store.close();
    const second = await openStore(other);
    second.open(recordOf(IDS[1]));
    await second.close();
    cpSync(join(one, 'greenroom.mark'), join(other, 'greenroom.mark'));
    const { log, logged } = newLog();
    expect((await openStore(other, { log })).unfinished()).toMatchObject([{ lastTick: 0 }]);
    expect(logged).toEqual([]);
  });
});
