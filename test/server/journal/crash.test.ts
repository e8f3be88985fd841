import { statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SqliteStore } from '../../../server/journal/sqlite-store.ts';
import { committer } from './commits.ts';
import { newFolder, openStore, remains } from './folder.ts';
import { frame, recordOf, say } from './matches.ts';

/** The ticks of which a store has everything, for each match; throws where it has half of one. */
function ticksOf(store: SqliteStore): number[] {
  return store.unfinished().map(({ slot, lastTick }) => {
    const frames = store.frames(slot, 0);
    expect(frames[0]).toMatchObject({ tick: 1, entries: [say('ann', `${slot} 1`)] });
    // There may be thousands: one look at all of them is much faster than one at each.
    const found = frames.map(({ tick, entries, trace }) => `${tick} ${JSON.stringify(entries)} ${trace?.tick}`);
    const committed = Array.from({ length: lastTick }, (_, index) => index + 1).map(
      (tick) => `${tick} ${JSON.stringify([say('ann', `${slot} ${tick}`)])} ${tick < lastTick ? tick : undefined}`,
    );
    expect(found.join('\n') === committed.join('\n')).toBe(true);
    return lastTick;
  });
}

it.each([1, 150, 700])(
  'a journal that is killed after %i commits has all of them, and no part of another',
  async (commits) => {
    const folder = newFolder();
    const told = await committer(folder).killedAfter(commits);
    expect(told).toBeGreaterThanOrEqual(commits);
    const store = await openStore(folder);
    const [a, b, c] = ticksOf(store);
    // At the most one commit had returned before it could tell of it, or was under way.
    expect([told, told + 1]).toContain(a);
    expect([b, c]).toEqual([a, a]);
    const checkpoint = store.unfinished().find(({ slot }) => slot === 1)?.checkpoint;
    expect(checkpoint).toEqual({ tick: a! - 1, bytes: new Uint8Array(Buffer.from(`${a}`)) });
  },
);

it('two kills in a row lose nothing', async () => {
  const folder = newFolder();
  await committer(folder).killedAfter(100);
  const first = await openStore(folder);
  const [tick] = ticksOf(first);
  first.commit([1, 2, 3].map((slot) => frame(slot, tick! + 1, [say('ann', `${slot} ${tick! + 1}`)])));
  const second = await openStore(remains(folder));
  expect(second.unfinished().map(({ lastTick }) => lastTick)).toEqual([tick! + 1, tick! + 1, tick! + 1]);
  for (const slot of [1, 2, 3]) expect(second.frames(slot, tick!)).toEqual(first.frames(slot, tick!));
});

it('the folder of a server that was killed is free at once', async () => {
  const folder = newFolder();
  const { child, opened, killedAfter } = committer(folder);
  await opened();
  await expect(openStore(folder)).rejects.toThrow(
    `Another server uses the data folder ${folder}: stop it, or set DATA_DIR.`,
  );
  await killedAfter(1);
  expect(child.killed).toBe(true);
  await openStore(folder);
});

it('of a log that was cut short, all commits before the cut are there', async () => {
  const folder = newFolder();
  const store = await openStore(folder);
  const slots = ['A', 'B'].map((id) => store.open(recordOf(id)));
  for (let tick = 1; tick <= 60; tick++)
    store.commit(slots.map((slot) => frame(slot, tick, [say('ann', `${slot} ${tick}`)])));
  const log = statSync(join(folder, 'greenroom.db-wal')).size;
  const seen: number[] = [];
  for (const part of [0.5, 0.8, 0.999]) {
    const cut = remains(folder);
    truncateSync(join(cut, 'greenroom.db-wal'), Math.floor(log * part));
    const after = await openStore(cut);
    const [a, b] = after.unfinished();
    expect(a?.lastTick).toBe(b?.lastTick);
    for (const { slot, lastTick } of [a!, b!])
      expect(after.frames(slot, 0)).toEqual(store.frames(slot, 0).filter(({ tick }) => tick <= lastTick));
    seen.push(a!.lastTick);
  }
  expect(seen).toEqual([...new Set(seen)].sort((x, y) => x - y));
  expect(seen[2]).toBe(59);
});
