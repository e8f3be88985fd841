import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { JournalProblem } from '../../../server/journal/store.ts';
import { SweeperThread } from '../../../server/journal/sweeper-thread.ts';
import { newFolder, newLog, openStore } from './folder.ts';
import { frame, recordOf, say } from './matches.ts';

it('a log that has grown is moved into the file while rooms go on, and does not grow for ever', async () => {
  const folder = newFolder();
  const store = await openStore(folder);
  const slot = store.open(recordOf('A'));
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

it('a thread that cannot do its work says so, and what was asked of it fails', async () => {
  const { log, logged } = newLog();
  const { promise, resolve } = Promise.withResolvers<void>();
  const sweeper = new SweeperThread(join(newFolder(), 'missing'), log, resolve);
  await expect(sweeper.replay(1)).rejects.toThrow(JournalProblem);
  await promise;
  await expect(sweeper.replay(1)).rejects.toThrow(/^The replay has not been made: ask again once the server/);
  expect(logged).toMatchObject([{ level: 50, msg: expect.stringMatching(/own thread has failed/) }]);
  await sweeper.close();
});
