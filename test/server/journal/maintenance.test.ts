import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { SqliteStore } from '../../../server/journal/sqlite-store.ts';
import { JournalProblem } from '../../../server/journal/store.ts';
import { MaintenanceThread } from '../../../server/journal/maintenance-thread.ts';
import { newFolder, newLog, openStore, openLogged, openMatch } from './folder.ts';
import { frame, recordOf, say } from './matches.ts';

it('a WAL that has grown is checkpointed while rooms go on, and stays bounded', async () => {
  const { folder, store, slot } = await openMatch();
  const size = (name: string): number => statSync(join(folder, name)).size;
  let tick = 0;
  const write = (megabytes: number): void => {
    for (let count = 0; count < megabytes * 16; count++)
      store.commit([frame(slot, ++tick, [say('ann', 'x'.repeat(65_536))])]);
  };
  write(20);
  const grown = size('greenroom.db-wal');
  expect(grown).toBeGreaterThan(16 * 2 ** 20);
  const before = size('greenroom.db');
  await expect.poll(() => size('greenroom.db')).toBeGreaterThan(before);
  // The thread may still be about it, and then the log goes on where it was.
  await expect
    .poll(() => {
      store.commit([frame(slot, ++tick)]);
      return size('greenroom.db-wal');
    })
    .toBeLessThan(grown * 1.5);
  expect(store.unfinished()).toMatchObject([{ lastTick: tick }]);
});

describe('under constant load', () => {
  const size = (folder: string): number => statSync(join(folder, 'greenroom.db-wal')).size;
  const text = 'x'.repeat(20_000);

  /** Commits this many megabytes, pausing only for the turns of others. Returns the largest size of the WAL. */
  async function write(store: SqliteStore, folder: string, megabytes: number, before: number): Promise<number> {
    let most = 0;
    for (let tick = before + 1; tick <= before + megabytes * 50; tick++) {
      try {
        store.commit([frame(1, tick, [say('ann', text)])]);
      } catch (error) {
        // The thread held the database for a moment: a host tries again, as here.
        expect((error as Error).message).toContain('is locked by another program');
        tick--;
      }
      if (tick % 10 !== 0) continue;
      most = Math.max(most, size(folder));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return most;
  }

  it('the log stays below 64 MB', async () => {
    const folder = newFolder();
    const store = await openStore(folder);
    store.open(recordOf('A'));
    expect(await write(store, folder, 300, 0)).toBeLessThan(64 * 2 ** 20);
  });

  it('a program that reads lets it grow, which is logged, and it is small again afterwards', async () => {
    const folder = newFolder();
    const { store, logged } = await openLogged(folder);
    store.open(recordOf('A'));
    const reader = new DatabaseSync(join(folder, 'greenroom.db'), { readOnly: true });
    reader.exec('BEGIN; SELECT COUNT(*) FROM matches');
    reader.prepare('SELECT COUNT(*) FROM matches').get();
    expect(await write(store, folder, 80, 0)).toBeGreaterThan(64 * 2 ** 20);
    expect(logged.filter(({ level }) => level >= 40)).toMatchObject([
      { level: 40, msg: 'WAL grows: another program reads or locks the database' },
    ]);
    reader.close();
    await write(store, folder, 20, 80 * 50);
    expect(size(folder)).toBeLessThan(64 * 2 ** 20);
  });
});

it('a thread that cannot do its work says so, and what was asked of it fails', async () => {
  const { log, logged } = newLog();
  const { promise, resolve } = Promise.withResolvers<void>();
  const thread = new MaintenanceThread(join(newFolder(), 'missing'), log, resolve);
  await expect(thread.replay(1)).rejects.toThrow(JournalProblem);
  await promise;
  await expect(thread.replay(1)).rejects.toThrow(/^The replay has not been made: ask again once the server/);
  expect(logged).toMatchObject([{ level: 50, msg: expect.stringMatching(/^journal thread failed/) }]);
  await thread.close();
});
