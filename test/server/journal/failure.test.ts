import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SqliteStore } from '../../../server/journal/sqlite-store.ts';
import { JournalProblem } from '../../../server/journal/store.ts';
import { fill, mountedFolder, newFolder, newLog, openStore, openLogged, openMatch } from './folder.ts';
import { frame, join as joinOf, recordOf, say, traceOf } from './matches.ts';

function connect(folder: string): DatabaseSync {
  const database = new DatabaseSync(join(folder, 'greenroom.db'), { timeout: 0 });
  onTestFinished(() => {
    if (database.isOpen) database.close();
  });
  return database;
}

describe('an unusable data folder is reported in one line that says what to do', () => {
  it.each<[string, () => string, RegExp]>([
    [
      'it is a file',
      () => {
        const file = join(newFolder(), 'data');
        writeFileSync(file, '');
        return file;
      },
      /^The data folder \S+ is not a folder: set DATA_DIR to one\.$/,
    ],
    [
      'it is below a file',
      () => {
        const file = join(newFolder(), 'data');
        writeFileSync(file, '');
        return join(file, 'greenroom');
      },
      /^The data folder \S+ is not a folder: set DATA_DIR to one\.$/,
    ],
    [
      'it cannot be made',
      () => '/proc/greenroom',
      /^The data folder \/proc\/greenroom cannot be made \(\w+\): set DATA_DIR to a folder that can be written\.$/,
    ],
    [
      'nothing can be made in it',
      () => '/proc/self',
      /^The journal \/proc\/self\/greenroom\.lock cannot be opened: make its folder writable, or set DATA_DIR/,
    ],
    [
      'its database is garbage',
      () => {
        const folder = newFolder();
        writeFileSync(join(folder, 'greenroom.db'), 'This is not a database.'.repeat(1000));
        return folder;
      },
      /^The journal \S+greenroom\.db is no database, or is damaged: put a backup in its place, or move it away/,
    ],
    [
      'its database is of another program',
      () => {
        const folder = newFolder();
        connect(folder).exec('CREATE TABLE songs (name TEXT)');
        return folder;
      },
      /^The file \S+greenroom\.db is a database of another program: move it away, or set DATA_DIR\.$/,
    ],
  ])('%s', async (_, folder, line) => {
    const error = await openStore(folder()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(JournalProblem);
    expect((error as JournalProblem).message).toMatch(line);
    expect((error as JournalProblem).message).not.toContain('\n');
  });

  it('its database has a newer format', async () => {
    const folder = newFolder();
    await (await openStore(folder)).close();
    connect(folder).exec('PRAGMA user_version = 99');
    await expect(openStore(folder)).rejects.toThrow(
      /^The journal \S+ was written by a newer Greenroom \(format 99, this one reads 1\): start that one, or set DATA_DIR\.$/,
    );
  });

  it('its rights forbid to write in it', async () => {
    const around = newFolder();
    const folder = join(around, 'data');
    mkdirSync(folder, { mode: 0o500 });
    // Root may write everywhere, and is somebody else for a moment.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) for (const path of [around, folder]) chownSync(path, NOBODY, NOBODY);
    if (isRoot) process.seteuid?.(NOBODY);
    try {
      await expect(openStore(folder)).rejects.toThrow(/make its? .*writable/);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('its disk is read-only', async ({ skip }) => {
    const folder = mountedFolder(skip);
    await (await openStore(folder)).close();
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    await expect(openStore(folder)).rejects.toThrow(
      /^The journal \S+ cannot be (written|opened): make .*writable, or set DATA_DIR/,
    );
  });
});

const NOBODY = 65_534;

it('another server that uses the folder is waited for, and told of once', async () => {
  const folder = newFolder();
  const first = await openStore(folder);
  const { log, logged } = newLog();
  const opening = openStore(folder, { waitMs: 60_000, log });
  await expect.poll(() => logged.length).toBe(1);
  await first.close();
  const second = await opening;
  second.open(recordOf('A'));
  expect(logged.map(({ msg }) => msg)).toEqual(['data folder in use: waiting for the other server to stop']);
});

it('another server that stays is reported in one line', async () => {
  const folder = newFolder();
  await openStore(folder);
  const line = `Another server uses the data folder ${folder}: stop it, or set DATA_DIR.`;
  await expect(openStore(folder, { waitMs: 150 })).rejects.toThrow(new JournalProblem(line));
});

it('a commit that finds the database locked throws, writes nothing, and works again when the lock has gone', async () => {
  const { folder, store, slot } = await openMatch();
  const other = connect(folder);
  other.exec('BEGIN IMMEDIATE');
  expect(() => store.commit([frame(slot, 1, [joinOf('ann')])])).toThrow(
    /^The journal \S+ is locked by another program: close whatever else has it open\.$/,
  );
  expect(() => store.open(recordOf('B'))).toThrow(JournalProblem);
  expect(() => store.attempt([slot])).toThrow(JournalProblem);
  expect(() => store.end(slot, { kind: 'finished' })).toThrow(JournalProblem);
  other.exec('ROLLBACK');
  store.commit([frame(slot, 1, [joinOf('bob')])]);
  expect(store.frames(slot, 0)).toEqual([{ tick: 1, entries: [joinOf('bob')] }]);
  expect(store.unfinished()).toMatchObject([{ slot, lastTick: 1, attempts: 0 }]);
});

it('a store waits at its start for a program that has locked the database', async () => {
  const folder = newFolder();
  const before = await openStore(folder);
  const slot = before.open(recordOf('A'));
  await before.close();
  const other = connect(folder);
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  const { log, logged } = newLog();
  const opening = openStore(folder, { waitMs: 60_000, log });
  await expect.poll(() => logged.length).toBe(1);
  expect(logged).toMatchObject([{ level: 40, msg: 'journal not usable yet: retrying' }]);
  other.close();
  expect((await opening).unfinished()).toMatchObject([{ slot }]);
});

it('a database that stays locked is reported in one line', async () => {
  const folder = newFolder();
  await (await openStore(folder)).close();
  connect(folder).exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  await expect(openStore(folder, { waitMs: 150 })).rejects.toThrow(/is locked by another program: close whatever else/);
  // Nor does it keep the folder.
  await expect(openStore(folder, { waitMs: 150 })).rejects.toThrow(/is locked by another program: close whatever else/);
});

it('an end that could not be written is written as soon as it can be, though nothing else is', async () => {
  const { folder, store, slot } = await openMatch();
  store.commit([frame(slot, 1, [joinOf('ann')])]);
  const other = connect(folder);
  other.exec('BEGIN IMMEDIATE');
  expect(() => store.end(slot, { kind: 'finished' })).toThrow(JournalProblem);
  other.exec('ROLLBACK');
  await expect.poll(() => store.unfinished()).toEqual([]);
  expect(await store.replay('A')).toBeDefined();
});

it.each<[string, (store: SqliteStore, slot: number, folder: string) => unknown, Partial<JournalProblem>]>([
  [
    'a locked database',
    (store, slot, folder) => {
      connect(folder).exec('BEGIN IMMEDIATE');
      store.commit([frame(slot, 1)]);
    },
    { lasts: false, slot: undefined },
  ],
  [
    'files that were moved away',
    (store, slot, folder) => {
      renameSync(folder, `${folder}-2`);
      store.commit([frame(slot, 1)]);
    },
    { lasts: false },
  ],
  [
    'a database that was replaced',
    (store, slot, folder) => {
      renameSync(join(folder, 'greenroom.db'), join(folder, 'before.db'));
      writeFileSync(join(folder, 'greenroom.db'), '');
      store.commit([frame(slot, 1)]);
    },
    { lasts: true },
  ],
  [
    'an entry that cannot be written',
    (store, slot) => {
      store.commit([frame(slot, 1, [{ kind: 'effect', effect: 1, result: () => 0 }])]);
    },
    { lasts: true, slot: 1 },
  ],
  ['a match that is not open', (store) => store.commit([frame(7, 1)]), { slot: 7 }],
])('a problem tells whether it may pass, and whose it is: %s', async (_, write, told) => {
  const folder = join(newFolder(), 'data');
  let now = 0;
  const store = await openStore(folder, { now: () => (now += 2_000) });
  const slot = store.open(recordOf('A'));
  expect(() => write(store, slot, folder)).toThrow(expect.objectContaining({ name: 'JournalProblem', ...told }));
});

it('an end that could not be written is written when the store closes', async () => {
  const folder = newFolder();
  const store = await openStore(folder);
  const [a, b] = [store.open(recordOf('A')), store.open(recordOf('B'))];
  store.commit([frame(a, 1, [joinOf('ann')]), frame(b, 1, [joinOf('bob')])]);
  const other = connect(folder);
  other.exec('BEGIN IMMEDIATE');
  expect(() => store.end(a, { kind: 'finished' }, traceOf(2, 'next'))).toThrow(JournalProblem);
  other.exec('ROLLBACK');
  await store.close();
  const after = await openStore(folder);
  expect(after.unfinished()).toMatchObject([{ slot: b, lastTick: 1 }]);
  expect(await after.recording('A')).toMatchObject({ lastTick: 2, end: { kind: 'finished' } });
  expect(await after.replay('A')).toBeDefined();
});

it('a match whose journal was given up before its end could be written does not hold up the ends of others', async () => {
  const folder = newFolder();
  let now = 0;
  const store = await openStore(folder, { now: () => now, maxMatchBytes: 1000 });
  const [a, b, c] = [store.open(recordOf('A')), store.open(recordOf('B')), store.open(recordOf('C'))];
  const much = { kind: 'effect', effect: 1, result: randomBytes(2500).toString('hex') } as const;
  store.commit([frame(a, 1, [much]), frame(b, 1), frame(c, 1)]);
  const other = connect(folder);
  other.exec('BEGIN IMMEDIATE');
  for (const slot of [a, b]) expect(() => store.end(slot, { kind: 'finished' })).toThrow(JournalProblem);
  other.exec('ROLLBACK');
  now = 20_000;
  store.commit([frame(c, 2)]);
  expect(store.unfinished()).toMatchObject([{ slot: c }]);
});

it('a fold that fails takes its commit with it, and neither is lost from the next', async () => {
  const folder = newFolder();
  let now = 0;
  const store = await openStore(folder, { now: () => now });
  const slot = store.open(recordOf('A'));
  store.commit([frame(slot, 1, [say('ann', 'one')])]);
  store.checkpoint(slot, 1, new Uint8Array([1]));
  const other = connect(folder);
  other.exec('BEGIN IMMEDIATE');
  now = 20_000;
  expect(() => store.commit([frame(slot, 2, [say('ann', 'lost')])])).toThrow(JournalProblem);
  other.exec('ROLLBACK');
  store.commit([frame(slot, 2, [say('ann', 'two')])]);
  expect(store.frames(slot, 0).flatMap(({ entries }) => entries)).toEqual([say('ann', 'one'), say('ann', 'two')]);
  expect(store.unfinished()).toMatchObject([{ lastTick: 2, checkpoint: { tick: 1 } }]);
  expect(other.prepare('SELECT COUNT(*) AS n FROM segments').get()).toEqual({ n: 1 });
});

it('a full disk fails commits, and they go on when there is room', async ({ skip }) => {
  const folder = mountedFolder(skip);
  const store = await openStore(folder);
  const slot = store.open(recordOf('A'));
  fill(folder);
  let tick = 0;
  expect(() => {
    for (;;) store.commit([frame(slot, ++tick, [say('ann', 'x'.repeat(500))])]);
  }).toThrow(/^The journal \S+ has no room left: free space on its disk, or set DATA_DIR to a folder on another\.$/);
  expect(() => store.commit([frame(slot, tick, [joinOf('eve')])])).toThrow(JournalProblem);
  expect(() => store.attempt([slot])).toThrow(JournalProblem);
  rmSync(join(folder, 'filler'));
  store.commit([frame(slot, tick, [joinOf('ann')])]);
  await store.close();
  const after = await openStore(folder);
  expect(after.unfinished()).toMatchObject([{ lastTick: tick, attempts: 0 }]);
  expect(after.frames(slot, tick - 1)).toEqual([{ tick, entries: [joinOf('ann')] }]);
  expect(after.frames(slot, 0)).toHaveLength(tick);
});

it.each<[string, (folder: string) => void]>([
  ['deleted', (folder) => rmSync(folder, { recursive: true })],
  ['moved away', (folder) => renameSync(folder, join(newFolder(), 'elsewhere'))],
  ['without its log', (folder) => rmSync(join(folder, 'greenroom.db-wal'))],
  [
    'replaced',
    (folder) => {
      renameSync(join(folder, 'greenroom.db'), join(folder, 'before.db'));
      writeFileSync(join(folder, 'greenroom.db'), '');
    },
  ],
])('a database that is %s while rooms play fails their commits within a second', async (_, happen) => {
  const folder = join(newFolder(), 'data');
  let now = 0;
  const store = await openStore(folder, { now: () => now });
  const slot = store.open(recordOf('A'));
  store.commit([frame(slot, 1, [joinOf('ann')])]);
  happen(folder);
  now = 1000;
  const line =
    /^The journal \S+ was deleted, moved or replaced while the server ran: stop the server, put its files back/;
  for (let times = 0; times < 2; times++) expect(() => store.commit([frame(slot, 2)])).toThrow(line);
  expect(() => store.open(recordOf('B'))).toThrow(line);
});

it('a database that was moved away and is put back takes commits again', async () => {
  const folder = join(newFolder(), 'data');
  let now = 0;
  const store = await openStore(folder, { now: () => now });
  const slot = store.open(recordOf('A'));
  renameSync(folder, `${folder}-2`);
  now = 1000;
  expect(() => store.commit([frame(slot, 1)])).toThrow(JournalProblem);
  renameSync(`${folder}-2`, folder);
  store.commit([frame(slot, 1, [joinOf('ann')])]);
  await store.close();
  expect((await openStore(folder)).unfinished()).toMatchObject([{ lastTick: 1 }]);
});

it('an entry that cannot be written fails the commit with its match named, and nothing of the commit stays', async () => {
  const store = await openStore(newFolder());
  const [a, b] = [store.open(recordOf('A')), store.open(recordOf('B'))];
  const wrong = { kind: 'effect', effect: 1, result: () => 'a function' } as const;
  expect(() => store.commit([frame(a, 1, [joinOf('ann')]), frame(b, 1, [wrong])])).toThrow(
    /^What enters the match in slot 2 cannot be written down: /,
  );
  store.commit([frame(a, 1, [joinOf('bob')])]);
  expect(store.frames(a, 0)).toEqual([{ tick: 1, entries: [joinOf('bob')] }]);
});

describe('damage', () => {
  /** A folder with two matches in segments; the bytes of one of them are where `at` says. */
  async function folded() {
    const folder = newFolder();
    const store = await openStore(folder);
    const slots = ['A', 'B'].map((id) => store.open(recordOf(id)));
    for (let tick = 1; tick <= 50; tick++)
      store.commit(slots.map((slot) => frame(slot, tick, [say('ann', `${slot} ${tick}`)])));
    for (const slot of slots) store.checkpoint(slot, 30, Buffer.from(`checkpoint ${slot}`));
    await store.close();
    const database = new DatabaseSync(join(folder, 'greenroom.db'));
    const segment = database.prepare('SELECT frames FROM segments WHERE slot = ?').get(slots[0]!)?.[
      'frames'
    ] as Uint8Array;
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    return { folder, file: join(folder, 'greenroom.db'), slots: slots as [number, number], segment };
  }

  function flip(file: string, part: Uint8Array): void {
    const bytes = readFileSync(file);
    const at = bytes.indexOf(part);
    expect(at).toBeGreaterThan(0);
    bytes[at + 20]! ^= 1;
    writeFileSync(file, bytes);
  }

  it('a flipped bit in a match’s frames is logged, and its neighbours are recovered', async () => {
    const { folder, file, slots, segment } = await folded();
    flip(file, segment);
    const store = await openStore(folder);
    expect(store.unfinished()).toHaveLength(2);
    expect(() => store.frames(slots[0], 0)).toThrow(
      /^The journal \S+ is damaged in match 1: put a backup in its place/,
    );
    await expect(store.recording('A')).rejects.toThrow(JournalProblem);
    expect(store.frames(slots[1], 0)).toHaveLength(50);
    store.end(slots[0], { kind: 'voided' });
    expect(store.unfinished()).toMatchObject([{ slot: slots[1] }]);
    await expect(store.replay('A')).rejects.toThrow(/damaged in match 1/);
  });

  it('a flipped bit in what is known of a match costs that match, and no other', async () => {
    const { folder, file, slots } = await folded();
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('tickRate')]! ^= 1;
    writeFileSync(file, bytes);
    const { store, logged } = await openLogged(folder);
    expect(store.unfinished()).toHaveLength(1);
    expect(slots).toContain(store.unfinished()[0]?.slot);
    expect(logged).toMatchObject([{ msg: 'match journal damaged: match voided' }]);
    await store.close();
    expect((await openStore(folder)).unfinished()).toHaveLength(1);
  });

  it('a flipped bit in a checkpoint leaves the match to be brought back from its start', async () => {
    const { folder, file, slots } = await folded();
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('checkpoint 1')]! ^= 1;
    writeFileSync(file, bytes);
    const { store, logged } = await openLogged(folder);
    const [second, first] = store.unfinished();
    expect(first).toMatchObject({ slot: slots[0], checkpoint: undefined });
    expect(second).toMatchObject({ slot: slots[1], checkpoint: { tick: 30 } });
    expect(store.frames(slots[0], 0)).toHaveLength(50);
    expect(logged).toMatchObject([{ msg: 'checkpoint not readable' }]);
  });

  it('pages of random bytes are reported in one line', async () => {
    const { folder, file } = await folded();
    const { size } = statSync(file);
    for (let page = 1; page < size / 4096; page++) {
      const copy = newFolder();
      cpSync(folder, copy, { recursive: true });
      const bytes = readFileSync(file);
      bytes.fill(0xa5, page * 4096, (page + 1) * 4096);
      writeFileSync(join(copy, 'greenroom.db'), bytes);
      // Not every page is read, but whatever is read is right or refused.
      try {
        const store = await openStore(copy);
        for (const { slot } of store.unfinished()) {
          const texts = store.frames(slot, 0).map(({ tick }) => say('ann', `${slot} ${tick}`));
          expect(store.frames(slot, 0).flatMap(({ entries }) => entries)).toEqual(texts);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(JournalProblem);
        expect((error as JournalProblem).message).toMatch(/^The journal \S+ (is damaged|failed)[^\n]*$/);
      }
    }
  });
});

it('a closed store says that it is closed', async () => {
  const store = await openStore(newFolder());
  const slot = store.open(recordOf('A'));
  await store.close();
  expect(() => store.commit([frame(slot, 1)])).toThrow(new JournalProblem('The journal is closed.', { lasts: true }));
  expect(() => store.unfinished()).toThrow(JournalProblem);
  await expect(store.replay('A')).rejects.toThrow(JournalProblem);
  await store.close();
});
