/**
 * Looks after the thread that runs all rooms: where a script never comes back from a turn, nothing in that thread can tell. A thread of
 * its own says who blocks, and ends the process, so that its supervisor starts it again.
 */
import { Worker } from 'node:worker_threads';
import type { Log } from '../log.ts';

/** How often both threads beat. */
export const HEARTBEAT_MS = 250;
/** The process ends itself by this signal, for which nothing else is used; shells and containers tell it as exit code 142. */
export const HUNG_SIGNAL = 'SIGALRM';
export const HUNG_EXIT = 142;

export interface WatchdogData {
  /** One number, which the watched thread counts up. */
  readonly beats: SharedArrayBuffer;
  /** Where the mark is. */
  readonly folder: string;
  /** So many beats without one of the watched thread end the process. */
  readonly endAfter: number;
  /** Nothing is logged. */
  readonly silent: boolean;
}

export interface WatchdogOptions {
  readonly folder: string;
  /** How long the thread may be blocked; Infinity: it is only told. */
  readonly hangMs: number;
  readonly silent: boolean;
  readonly log: Log;
  /** Called with each beat. */
  readonly beat: () => void;
}

export class Watchdog {
  readonly #worker: Worker;
  readonly #timer: NodeJS.Timeout;

  constructor({ folder, hangMs, silent, log, beat }: WatchdogOptions) {
    const beats = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const counter = new Int32Array(beats);
    this.#timer = setInterval(() => {
      Atomics.add(counter, 0, 1);
      beat();
    }, HEARTBEAT_MS).unref();
    const workerData: WatchdogData = { beats, folder, endAfter: Math.ceil(hangMs / HEARTBEAT_MS), silent };
    this.#worker = new Worker(new URL('./watchdog-thread.ts', import.meta.url), { workerData, name: 'watchdog' });
    this.#worker.unref();
    this.#worker.on('error', (error) => log.error({ err: error }, 'watchdog failed'));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#worker.terminate();
  }
}
