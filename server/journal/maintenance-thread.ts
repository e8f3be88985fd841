/** The store's side of its sweeper: orders go out, and replay files and failures come back. */
import { Worker } from 'node:worker_threads';
import type { Log } from '../log.ts';
import { JournalProblem, type Slot } from './store.ts';

export interface MaintenanceData {
  readonly folder: string;
}

export type MaintenanceRequest = { readonly kind: 'make'; readonly slot: Slot } | { readonly kind: 'close' };

export type MaintenanceReply =
  | { readonly kind: 'made'; readonly slot: Slot; readonly file: Uint8Array | undefined }
  | { readonly kind: 'impossible'; readonly slot: Slot; readonly message: string }
  | { readonly kind: 'failed'; readonly slot: Slot; readonly message: string }
  | { readonly kind: 'swept' }
  | { readonly kind: 'sweep-failed'; readonly message: string }
  | { readonly kind: 'mark-failed'; readonly message: string };

/** There is nothing to sweep before: a server that only starts and stops does without the thread. */
const START_MS = 1000;
/** So many failures in a row are told. */
const FAILURES_TOLD = 20;

/** Runs the sweeper in a thread of its own, from the first replay file that is asked for or a second after the start. */
export class MaintenanceThread {
  readonly #folder: string;
  readonly #log: Log;
  readonly #lost: () => void;
  readonly #orders = new Map<Slot, PromiseWithResolvers<Uint8Array | undefined>>();
  readonly #gone = Promise.withResolvers<void>();
  readonly #starting: NodeJS.Timeout;
  #worker: Worker | undefined;
  #isGone = false;
  #failures = 0;
  #markFailed = false;

  /** @param lost called when the thread has failed */
  constructor(folder: string, log: Log, lost: () => void) {
    this.#folder = folder;
    this.#log = log;
    this.#lost = lost;
    this.#starting = setTimeout(() => this.#start(), START_MS).unref();
  }

  /** Makes the replay file of an ended match; undefined where there is no such match, and empty where it can never have one. */
  replay(slot: Slot): Promise<Uint8Array | undefined> {
    if (this.#isGone) return Promise.reject(notMade());
    let order = this.#orders.get(slot);
    if (order === undefined) {
      order = Promise.withResolvers();
      this.#orders.set(slot, order);
      this.#send(this.#start(), { kind: 'make', slot });
    }
    return order.promise;
  }

  async close(): Promise<void> {
    clearTimeout(this.#starting);
    if (this.#worker === undefined || this.#isGone) {
      this.#isGone = true;
      return;
    }
    this.#worker.ref();
    this.#send(this.#worker, { kind: 'close' });
    await this.#gone.promise;
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const workerData: MaintenanceData = { folder: this.#folder };
    const worker = new Worker(new URL('./sweeper.ts', import.meta.url), { workerData, name: 'journal' });
    // A server that is done does not stay for its sweeper.
    worker.unref();
    worker.on('message', (answer: MaintenanceReply) => this.#hear(answer));
    worker.on('error', (error) => {
      this.#log.error({ err: error }, 'journal thread failed: the main thread does its work, restart the server');
      this.#lost();
    });
    worker.once('exit', () => {
      this.#isGone = true;
      for (const order of this.#orders.values()) order.reject(notMade());
      this.#orders.clear();
      this.#gone.resolve();
    });
    this.#worker = worker;
    return worker;
  }

  #send(worker: Worker, order: MaintenanceRequest): void {
    worker.postMessage(order);
  }

  /** Node's own watch mode speaks through the same port, of modules that a thread has loaded. */
  #hear(answer: MaintenanceReply): void {
    if (answer.kind === 'swept') {
      if (this.#failures >= FAILURES_TOLD) this.#log.info('WAL is emptied again');
      this.#failures = 0;
      return;
    }
    if (answer.kind === 'sweep-failed') {
      // Another program may have locked it for a moment.
      if (++this.#failures === FAILURES_TOLD)
        this.#log.error(`WAL grows, because it cannot be emptied: ${answer.message}`);
      return;
    }
    if (answer.kind === 'mark-failed') {
      if (!this.#markFailed)
        this.#log.warn(`watermark not synced: after a power cut a loss might go unnoticed: ${answer.message}`);
      this.#markFailed = true;
      return;
    }
    const order = this.#orders.get(answer.slot);
    this.#orders.delete(answer.slot);
    if (answer.kind === 'made') order?.resolve(answer.file);
    else if (answer.kind === 'failed') order?.reject(new JournalProblem(answer.message));
    else if (answer.kind === 'impossible') {
      this.#log.warn({ slot: answer.slot }, `match has no replay: ${answer.message}`);
      order?.resolve(new Uint8Array());
    }
  }
}

function notMade(): JournalProblem {
  return new JournalProblem('The replay has not been made: ask again once the server has started anew.');
}
