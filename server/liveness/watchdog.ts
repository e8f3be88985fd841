/**
 * Watches the main thread: where a script never returns from a turn, nothing in that thread can notice. A thread of its own logs what blocks, and ends
 * the process, so that a supervisor restarts it.
 */
import { Worker } from 'node:worker_threads';
import { threadFile } from '../thread-file.ts';
import type { Log } from '../log.ts';

/** How often both threads count a heartbeat. */
export const HEARTBEAT_MS = 250;
/** The process ends itself by this signal, which nothing else uses; shells and containers report exit code 142. */
export const HUNG_SIGNAL = 'SIGALRM';
export const HUNG_EXIT = 142;

export interface WatchdogData {
  /** One number, which the main thread increments. */
  readonly heartbeats: SharedArrayBuffer;
  /** The folder of the activity record. */
  readonly folder: string;
  /** Heartbeats that the main thread may miss before the process ends. */
  readonly endAfter: number;
  /** Nothing is logged. */
  readonly silent: boolean;
}

export interface WatchdogOptions {
  readonly folder: string;
  /** How long the main thread may be blocked; Infinity: that is only logged. */
  readonly hangMs: number;
  readonly silent: boolean;
  readonly log: Log;
  /** Called with each heartbeat. */
  readonly onHeartbeat: () => void;
}

export class Watchdog {
  readonly #worker: Worker;
  readonly #timer: NodeJS.Timeout;

  constructor({ folder, hangMs, silent, log, onHeartbeat }: WatchdogOptions) {
    const heartbeats = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const counter = new Int32Array(heartbeats);
    this.#timer = setInterval(() => {
      Atomics.add(counter, 0, 1);
      onHeartbeat();
    }, HEARTBEAT_MS).unref();
    const workerData: WatchdogData = { heartbeats, folder, endAfter: Math.ceil(hangMs / HEARTBEAT_MS), silent };
    this.#worker = new Worker(threadFile(import.meta, 'watchdog-thread'), { workerData, name: 'watchdog' });
    this.#worker.unref();
    this.#worker.on('error', (error) => log.error({ err: error }, 'watchdog failed'));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#worker.terminate();
  }
}
