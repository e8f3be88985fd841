/** A real database in a folder, whose last write is torn when its process dies within it. */
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteStore } from '../../../server/journal/sqlite-store.ts';
import type { JournalFrame, JournalStore } from '../../../server/journal/store.ts';
import { createLog } from '../../../server/log.ts';
import type { Random } from '../../../shared/runtime/index.ts';
import type { Recording } from '../../../shared/runtime/host.ts';
import { WrappedStore } from '../journal/wrapped-store.ts';
import type { DiskMedium } from './sim-disk.ts';

const DATABASE = 'greenroom.db';
const LOG = `${DATABASE}-wal`;

export class TornMedium implements DiskMedium {
  readonly #random: Random;
  readonly #now: () => number;
  readonly #root = mkdtempSync(join(tmpdir(), 'greenroom-sim-'));
  /** Where the present process keeps its journal. */
  #folder = mkdtempSync(join(this.#root, 'disk-'));
  #store: MeasuredStore | undefined;

  /** @param now simulated time in ms */
  constructor(random: Random, now: () => number) {
    this.#random = random;
    this.#now = now;
  }

  async open(): Promise<JournalStore> {
    const [folder, log] = [this.#folder, createLog('silent')];
    const store = await SqliteStore.open({ folder, level: 'process', log, now: this.#now });
    this.#store = new MeasuredStore(store, join(folder, LOG));
    return this.#store;
  }

  /** Of the commit that was under way any part may be there; what was written before is safe. */
  async crashed(isInWrite: boolean): Promise<void> {
    const store = this.#store;
    if (store === undefined) return;
    this.#store = undefined;
    const from = this.#folder;
    const to = mkdtempSync(join(this.#root, 'disk-'));
    for (const file of [DATABASE, LOG]) {
      if (existsSync(join(from, file))) copyFileSync(join(from, file), join(to, file));
    }
    const bytes = sizeOf(join(to, LOG));
    if (isInWrite && store.safeBytes < bytes) truncateSync(join(to, LOG), this.#random.int(store.safeBytes, bytes));
    // What its threads still do, they do where nobody looks any more.
    await store.close();
    rmSync(from, { recursive: true });
    this.#folder = to;
  }

  async recording(matchId: string): Promise<Recording | undefined> {
    return this.#store?.recording(matchId);
  }

  async close(): Promise<void> {
    await this.#store?.close();
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** Knows how much of the log was written before the last commit. */
class MeasuredStore extends WrappedStore {
  safeBytes = 0;
  readonly #log: string;

  constructor(inner: JournalStore, log: string) {
    super(inner);
    this.#log = log;
  }

  override commit(batch: readonly JournalFrame[]): void | Promise<void> {
    this.safeBytes = sizeOf(this.#log);
    return super.commit(batch);
  }
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}
