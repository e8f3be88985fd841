import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SqliteStore } from '../../../server/journal/sqlite-store.ts';
import { newFolder, newLog, openStore } from './folder.ts';
import { frame, recordOf } from './matches.ts';

const DAY = 86_400_000;

/** A data folder whose server can be started again and again, with clocks that a test moves. */
class Hosting {
  readonly folder = newFolder();
  readonly logged: { msg: string }[] = [];
  nowMs = 1_800_000_000_000;
  upMs = 0;
  store!: SqliteStore;
  #slot: number | undefined;
  #tick = 0;
  #keepDays: number;

  constructor(keepDays = 3) {
    this.#keepDays = keepDays;
  }

  async start(): Promise<void> {
    await this.store?.close();
    this.upMs = 0;
    const { log, logged } = newLog();
    const clocks = { now: () => this.nowMs, uptimeMs: () => this.upMs };
    this.store = await openStore(this.folder, { ...clocks, keepDays: this.#keepDays, log });
    this.logged.push(...logged);
    this.#slot ??= this.store.open(recordOf('open'));
  }

  /** Time passes, and rooms play meanwhile. */
  live(days: number): void {
    for (let hours = 0; hours < days * 24; hours++) {
      this.nowMs += DAY / 24;
      this.upMs += DAY / 24;
      this.store.commit([frame(this.#slot!, ++this.#tick)]);
    }
  }

  /** The wall clock is set, and rooms play on. */
  jump(days: number): void {
    this.nowMs += days * DAY;
    this.live(1 / 12);
  }

  finish(count: number, name = 'M'): void {
    for (let number = 0; number < count; number++)
      this.store.end(this.store.open(recordOf(`${name}${number}`)), { kind: 'finished' });
  }

  get ended(): number {
    const database = new DatabaseSync(join(this.folder, 'greenroom.db'), { readOnly: true });
    const row = database.prepare('SELECT COUNT(*) AS n FROM matches WHERE end IS NOT NULL').get();
    database.close();
    return Number(row?.['n']);
  }
}

it('matches past their retention are deleted, day by day, while a server runs', async () => {
  const hosting = new Hosting();
  await hosting.start();
  hosting.finish(1, 'old');
  hosting.live(2);
  hosting.finish(1, 'new');
  expect(hosting.ended).toBe(2);
  hosting.live(2);
  expect(await hosting.store.recording('old0')).toBeUndefined();
  expect(await hosting.store.recording('new0')).toBeDefined();
  hosting.live(2);
  expect(hosting.ended).toBe(0);
  expect(hosting.store.unfinished()).toHaveLength(1);
});

it('days before a start count too, three of them at most', async () => {
  const hosting = new Hosting(7);
  await hosting.start();
  hosting.finish(1);
  for (const ended of [1, 1, 0]) {
    hosting.nowMs += 100 * DAY;
    await hosting.start();
    expect(hosting.ended).toBe(ended);
  }
});

it('a clock that is weeks ahead deletes nothing, at a start and while the server runs', async () => {
  const hosting = new Hosting(5);
  await hosting.start();
  hosting.finish(20);
  hosting.jump(40);
  expect(hosting.ended).toBe(20);
  hosting.nowMs += 40 * DAY;
  // It stays wrong over any number of starts.
  for (let starts = 0; starts < 50; starts++) await hosting.start();
  expect(hosting.ended).toBe(20);
  // And it is right again.
  hosting.jump(-80);
  expect(hosting.ended).toBe(20);
});

it('a clock that jumps back deletes nothing, and days go on to count from there', async () => {
  const hosting = new Hosting(2);
  await hosting.start();
  hosting.finish(1);
  hosting.jump(-20_000);
  hosting.live(1.5);
  expect(hosting.ended).toBe(1);
  hosting.finish(1, 'ended in another century');
  hosting.live(1);
  expect(hosting.ended).toBe(1);
  hosting.live(2);
  expect(hosting.ended).toBe(0);
});

it('no day deletes more than a tenth of all matches, and it is logged before', async () => {
  const hosting = new Hosting(1);
  await hosting.start();
  hosting.finish(400);
  hosting.live(1.5);
  expect(hosting.ended).toBe(360);
  hosting.live(1);
  expect(hosting.ended).toBe(324);
  await hosting.start();
  expect(hosting.ended).toBe(324);
  hosting.nowMs += DAY;
  await hosting.start();
  expect(hosting.logged).toMatchObject([{ msg: 'old matches deleted', matches: 33, old: 324, of: 324, keepDays: 1 }]);
  hosting.live(1 / 12);
  expect(hosting.ended).toBe(291);
});

it.each(['garbage', '-1', '1e300', ''])(
  'a count of days that is %j starts again, and deletes nothing',
  async (value) => {
    const hosting = new Hosting(5);
    await hosting.start();
    hosting.live(5);
    hosting.finish(3);
    await hosting.store.close();
    const database = new DatabaseSync(join(hosting.folder, 'greenroom.db'));
    database.prepare("UPDATE notes SET value = ? WHERE name LIKE 'day%'").run(value);
    database.close();
    await hosting.start();
    expect(hosting.ended).toBe(3);
    hosting.live(6);
    expect(hosting.ended).toBe(0);
  },
);
