import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { JournalProblem } from '../../server/journal/store.ts';
import { patient, returned } from './crash/crashing-server.ts';
import { FailingJournal } from './failing-journal.ts';
import {
  closing,
  eventually,
  recordMessages,
  openTestServer,
  rejection,
  type TestServer,
} from '../support/test-server.ts';
import { newFolder, openStore } from './journal/folder.ts';
import { MemoryDisk, MemoryStore } from '../../tools/sim/journal/memory-store.ts';

interface Counter {
  total: number;
  hands: unknown[];
}

const REFUSED = 'the server cannot write its journal now: try later';

async function sit({ sdk }: TestServer) {
  const room = await sdk.create<Counter>('counter', { name: 'Ann' });
  await eventually(() => room.state.hands?.length === 1);
  const got = recordMessages(room);
  const codes: number[] = [];
  room.onLeave((code) => void codes.push(code));
  return { room, got, codes, heard: (type: string) => got.filter((each) => each.type === type).length };
}

/** A second program that has locked the database. */
function lock(folder: string): { release(): void } {
  const other = new DatabaseSync(join(folder, 'greenroom.db'), { timeout: 5_000 });
  onTestFinished(() => {
    if (other.isOpen) other.close();
  });
  other.exec('BEGIN IMMEDIATE');
  return { release: () => other.close() };
}

it('a database that another program locks for a while holds all rooms, and then they go on where they stood', async () => {
  const folder = newFolder();
  const house = await openTestServer({ journal: await openStore(folder) });
  const { get, server, sdk, logged } = house;
  const [ann, eve] = [await sit(house), await sit(house)];
  const live = server.host.rooms.get(ann.room.roomId)!;

  const locked = lock(folder);
  await eventually(() => ann.heard('$held') === 1 && eve.heard('$held') === 1);
  const { tick, slipMs } = { tick: live.match.tick, slipMs: live.lostMs };
  const adding = [ann.room.request('add', { n: 3 }), eve.room.request('add', { n: 4 })];
  const ready = await get('/readyz');
  expect(ready.status).toBe(503);
  expect(await ready.text()).toBe(
    `not ready: The journal ${folder}/greenroom.db is locked by another program: close whatever else has it open.\n`,
  );
  expect((await get('/healthz')).status).toBe(200);
  expect((await rejection(sdk.create('counter'))).message).toBe(REFUSED);
  expect(ann.room.state.total).toBe(0);
  expect(live.match.tick).toBe(tick);

  locked.release();
  expect(await Promise.all(adding)).toEqual([{ ok: true }, { ok: true }]);
  await eventually(() => ann.heard('$resumed') === 1 && eve.heard('$resumed') === 1);
  // The match has lost the time, and makes up for nothing.
  expect(live.lostMs).toBeGreaterThan(slipMs + 200);
  expect([ann.room.state.total, eve.room.state.total, ann.codes, eve.codes]).toEqual([3, 4, [], []]);
  expect((await get('/readyz')).status).toBe(200);
  await sdk.create('counter');
  expect(logged.join('')).toContain('journal writable again: rooms resumed');
});

it.each([1, 5])('%i writes that fail end nothing, and nothing that entered is lost or doubled', async (failing) => {
  const journal = new FailingJournal(new MemoryStore());
  const house = await openTestServer({ journal });
  const { room, codes, heard } = await sit(house);
  for (let n = 1; n <= 3; n++) {
    journal.failing = failing;
    const added = room.request('add', { n });
    await eventually(() => journal.failing === 0);
    expect(await added).toEqual({ ok: true });
  }
  expect(room.state.total).toBe(6);
  expect(codes).toEqual([]);
  // It was over before anybody could notice.
  if (failing === 1) expect(heard('$held')).toBe(0);
  expect(heard('$held')).toBe(heard('$resumed'));
  const ended = house.server.host.rooms.get(room.roomId)?.match.ended;
  expect(ended).toBeUndefined();
});

it('a server that is stopped while rooms stand still closes at once, and the match comes back', async () => {
  const disk = new MemoryDisk();
  const journal = new FailingJournal(new MemoryStore(disk));
  const house = await openTestServer({ journal });
  const { room, heard } = await sit(house);
  expect(await room.request('add', { n: 4 })).toEqual({ ok: true });
  patient(room);
  journal.only = 'commit';
  journal.failing = Infinity;
  await eventually(() => heard('$held') === 1);
  const back = returned(room);
  await house.server.stop();
  await openTestServer({ journal: new MemoryStore(disk) }, { PORT: String(house.server.port) });
  await back;
  expect(room.state.total).toBe(4);
});

it('somebody who comes while rooms stand still is let in when they go on', async () => {
  const journal = new FailingJournal(new MemoryStore());
  const house = await openTestServer({ journal });
  const { room, heard } = await sit(house);
  journal.only = 'commit';
  journal.failing = Infinity;
  await eventually(() => heard('$held') === 1);
  const coming = house.sdk.joinById<Counter>(room.roomId, { name: 'Bob' });
  await eventually(() => house.server.host.rooms.get(room.roomId)?.members.joiningCount === 1);
  journal.failing = 0;
  const bob = await coming;
  await eventually(() => bob.state.hands?.length === 2);
});

it('an unknown error of a store is tried again like any other', async () => {
  const journal = new FailingJournal(new MemoryStore());
  const { room, codes } = await sit(await openTestServer({ journal }));
  journal.problem = new Error('EIO: i/o error, write');
  journal.failing = 2;
  expect(await room.request('add', { n: 5 })).toEqual({ ok: true });
  expect(codes).toEqual([]);
});

it('an entry that cannot be written ends its room, and no other room of the batch', async () => {
  const journal = new FailingJournal(new MemoryStore());
  const house = await openTestServer({ journal });
  const [ann, eve] = [await sit(house), await sit(house)];
  const { slot } = house.server.host.rooms.get(ann.room.roomId)!;
  journal.problem = new JournalProblem('What enters the match cannot be written down', { slot, lasts: true });
  journal.only = 'commit';
  journal.failing = 1;
  expect(await closing(ann.room)).toMatchObject({ code: 4020 });
  expect(await eve.room.request('add', { n: 5 })).toEqual({ ok: true });
  expect(eve.codes).toEqual([]);
});

describe('a journal that stays unwritable', () => {
  it.each([
    ['for the whole time', new JournalProblem('The disk is gone.'), '1'],
    ['and will not heal', new JournalProblem('The database was replaced.', { lasts: true }), '9999'],
  ])(
    '%s lets clients go in a way that lets them come back, and their matches do',
    async (_, problem, COMMIT_RETRY_SECONDS) => {
      const disk = new MemoryDisk();
      const journal = new FailingJournal(new MemoryStore(disk));
      const house = await openTestServer({ journal }, { COMMIT_RETRY_SECONDS });
      const { room } = await sit(house);
      expect(await room.request('add', { n: 7 })).toEqual({ ok: true });
      patient(room);
      const dropped = new Promise<number>((resolve) => room.onDrop((code) => resolve(code)));
      journal.problem = problem;
      journal.failing = Infinity;
      expect((await house.server.lost).message).toBe(problem.message);
      expect(await dropped).toBe(4010);
      expect((await house.get('/readyz')).status).toBe(503);
      expect((await rejection(house.sdk.create('counter'))).message).toBe(REFUSED);
      expect(house.logged.join('')).toContain('server exits, matches are recovered at the next start');

      const back = returned(room);
      await house.server.stop();
      const { port } = house.server;
      await openTestServer({ journal: new MemoryStore(disk) }, { PORT: String(port) });
      await back;
      expect(room.state.total).toBe(7);
      expect(await room.request('add', { n: 1 })).toEqual({ ok: true });
    },
  );
});

it('a room that cannot be opened is refused, and the server is not ready until the journal can be written', async () => {
  const journal = new FailingJournal(new MemoryStore());
  const { sdk, get } = await openTestServer({ journal });
  journal.failing = 2;
  expect((await rejection(sdk.create('counter'))).message).toBe(REFUSED);
  expect(await (await get('/readyz')).text()).toMatch(/^not ready: The journal has no room left/);
  await expect.poll(async () => (await get('/readyz')).status, { timeout: 20_000 }).toBe(200);
  expect(journal.failed).toBe(2);
  await sdk.create('counter');
});

it.each(['recovered'] as const)('a start waits for a journal that cannot be written (%s)', async (only) => {
  const disk = new MemoryDisk();
  const before = await openTestServer({ journal: new MemoryStore(disk) });
  const { room } = await sit(before);
  expect(await room.request('add', { n: 2 })).toEqual({ ok: true });
  await before.server.stop();
  const journal = new FailingJournal(new MemoryStore(disk));
  journal.only = only;
  journal.failing = 2;
  const { server } = await openTestServer({ journal });
  expect(server.host.rooms.get(room.roomId)?.match.state).toMatchObject({ total: 2 });
  expect(journal.failed).toBe(2);
});
