/** What a journal takes of the disk has a bound. */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SqliteStore } from '../../../server/journal/sqlite-store.ts';
import { newFolder, newLog, openStore } from './folder.ts';
import { frame, recordOf, say } from './matches.ts';

const MAX_BYTES = 4 * 2 ** 20;
const LOOK_MS = 1_000;

/** Text that gets smaller by a quarter, and no more. */
const noise = (length: number): string => randomBytes(length).toString('base64').slice(0, length);

/** A store of a few megabytes, and a clock that a test moves. */
class Cramped {
  readonly folder = newFolder();
  readonly logged: { level: number; msg: string }[] = [];
  nowMs = 0;
  store!: SqliteStore;
  #matches = 0;

  async start(maxBytes = MAX_BYTES): Promise<void> {
    const { log, logged } = newLog();
    this.store = await openStore(this.folder, { maxBytes, log, uptimeMs: () => this.nowMs });
    Object.assign(this, { logged });
  }

  /** Plays a match of this size in bytes, and makes its replay. Returns its id. */
  async play(bytes: number): Promise<string> {
    const slot = this.begin(bytes);
    const id = `M${this.#matches}`;
    this.store.end(slot, { kind: 'finished' });
    await this.store.replay(id);
    return id;
  }

  /** A match that goes on. */
  begin(bytes: number): number {
    const slot = this.store.open(recordOf(`M${++this.#matches}`));
    for (let left = bytes, tick = 1; left > 0; left -= 30_000, tick++)
      this.commit(slot, tick, noise(Math.min(left, 30_000)));
    return slot;
  }

  commit(slot: number, tick: number, text = ''): void {
    this.nowMs += LOOK_MS;
    this.store.commit([frame(slot, tick, [say('ann', text)])]);
  }

  get fileBytes(): number {
    return statSync(join(this.folder, 'greenroom.db')).size;
  }

  said(words: string): number {
    return this.logged.filter(({ msg }) => msg.includes(words)).length;
  }
}

it('the oldest replays go before the bound is reached, a warning comes before, and the file grows no further', async () => {
  const cramped = new Cramped();
  await cramped.start();
  const ids: string[] = [];
  const warnedAt: number[] = [];
  for (let match = 0; match < 40; match++) {
    ids.push(await cramped.play(300_000));
    if (cramped.said('nearly full') > warnedAt.length) warnedAt.push(match);
    if (cramped.said('nearly full') > 0 && cramped.said('matches deleted') === 0)
      expect(cramped.store.ended(ids[0]!)).toBeDefined();
  }
  expect(cramped.said('nearly full')).toBe(1);
  expect(cramped.said('matches deleted')).toBeGreaterThan(0);
  const kept = ids.filter((id) => cramped.store.ended(id) !== undefined);
  expect(kept.length).toBeGreaterThan(4);
  expect(kept).toEqual(ids.slice(-kept.length));
  expect(await cramped.store.replay(kept[0]!)).toBeDefined();
  await cramped.store.close();
  expect(cramped.fileBytes).toBeLessThanOrEqual(MAX_BYTES * 1.1);
});

it('open matches are never deleted for it: where they alone are too much, none begins, until there is room again', async () => {
  const cramped = new Cramped();
  await cramped.start();
  const ended = await cramped.play(300_000);
  const slots = [1, 2, 3, 4].map(() => cramped.begin(1_400_000));
  for (let tick = 1_000; tick < 1_020; tick++) cramped.commit(slots[0]!, tick);
  expect(cramped.store.ended(ended)).toBeUndefined();
  expect(() => cramped.store.open(recordOf('NEXT'))).toThrow(
    /^The journal has its 4 MB, and open matches need them: set DATA_MAX_MB higher, or wait/,
  );
  expect(() => cramped.store.probe()).toThrow('DATA_MAX_MB');
  expect(cramped.store.unfinished()).toHaveLength(4);
  for (const slot of slots) expect(cramped.store.frames(slot, 0).length).toBeGreaterThan(40);

  for (const slot of slots.slice(1)) cramped.store.end(slot, { kind: 'finished' });
  for (let tick = 1_020; tick < 1_040; tick++) cramped.commit(slots[0]!, tick);
  cramped.store.probe();
  cramped.store.open(recordOf('NEXT'));
});

it('a bound that is lowered holds from the next start on, a little at a time', async () => {
  const cramped = new Cramped();
  await cramped.start(100 * 2 ** 20);
  for (let match = 0; match < 60; match++) await cramped.play(300_000);
  await cramped.store.close();
  await cramped.start();
  expect(() => cramped.store.open(recordOf('NEXT'))).toThrow('DATA_MAX_MB');
  for (let seconds = 0; seconds < 10; seconds++) {
    cramped.nowMs += LOOK_MS;
    try {
      cramped.store.probe();
    } catch {
      // There is more to delete.
    }
  }
  cramped.begin(1_000);
  expect(cramped.said('matches deleted')).toBe(1);
});

it('a replay that is made of a match which was deleted meanwhile is left out', async () => {
  const cramped = new Cramped();
  await cramped.start();
  const slot = cramped.store.open(recordOf('GONE'));
  cramped.commit(slot, 1, noise(30_000));
  cramped.store.end(slot, { kind: 'finished' });
  for (const open of [1, 2, 3, 4].map(() => cramped.begin(1_400_000))) cramped.commit(open, 1_000);
  await cramped.store.replay('GONE');
  expect(cramped.store.ended('GONE')).toBeUndefined();
});
