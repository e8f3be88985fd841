/** The disk of a simulated server, which fails as planned. */
import { MemoryDisk, MemoryStore } from '../journal/memory-store.ts';
import type { JournalStore } from '../../../server/journal/store.ts';
import type { Recording } from '../../../shared/runtime/host.ts';
import type { CrashPoints } from './crash-points.ts';
import { SimStore } from './sim-store.ts';

/** What outlives a process. */
export interface DiskMedium {
  /** The store of a process that begins. */
  open(): Promise<JournalStore>;
  /** Its process has died, perhaps within a write, which is torn then. */
  crashed(isInWrite: boolean): Promise<void>;
  recording(matchId: string): Promise<Recording | undefined>;
  close(): Promise<void>;
}

export class SimDisk {
  readonly medium: DiskMedium;
  /** How many writes are still to fail; Infinity: the disk is full. */
  #failing = 0;
  /** How many writes have failed: by themselves, and because the disk was full. */
  readonly failures = { disk: 0, full: 0 };

  constructor(medium: DiskMedium) {
    this.medium = medium;
  }

  get hasFailed(): boolean {
    return this.failures.disk + this.failures.full > 0;
  }

  /** Why the next write fails; undefined: it does not. */
  get failure(): string | undefined {
    if (this.#failing === 0) return undefined;
    return this.#failing === Infinity ? 'The disk is full.' : 'The disk has failed.';
  }

  /** The next write fails; where the disk is full those after it too, until `heal()`. */
  failWrites(isFull: boolean): void {
    this.#failing = isFull ? Infinity : Math.max(this.#failing, 1);
  }

  heal(): void {
    this.#failing = 0;
  }

  /** A write has failed. */
  writeFailed(): void {
    this.failures[this.#failing === Infinity ? 'full' : 'disk']++;
    this.#failing--;
  }

  /** The store of one process. */
  async open(crashPoints: CrashPoints, underWay: () => void): Promise<JournalStore> {
    return new SimStore(await this.medium.open(), this, crashPoints, underWay);
  }
}

/** Keeps everything in memory: what was written is whole. */
export class MemoryMedium implements DiskMedium {
  readonly #disk: MemoryDisk;

  /** @param keepsOld what recovery needs no more stays, for those who ask for recordings */
  constructor({ keepsOld }: { readonly keepsOld: boolean }) {
    this.#disk = new MemoryDisk({ keepsOld });
  }

  async open(): Promise<JournalStore> {
    return new MemoryStore(this.#disk);
  }

  async crashed(): Promise<void> {}

  recording(matchId: string): Promise<Recording | undefined> {
    return new MemoryStore(this.#disk).recording(matchId);
  }

  async close(): Promise<void> {}
}
