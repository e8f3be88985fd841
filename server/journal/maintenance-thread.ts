/** The store's side of its maintenance thread: sends requests, and receives replay files and failures. */
import { Worker } from 'node:worker_threads';
import { threadFile } from '../thread-file.ts';
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
  | { readonly kind: 'checkpointed' }
  | { readonly kind: 'checkpoint-failed'; readonly message: string }
  | { readonly kind: 'watermark-failed'; readonly message: string };

/** There is nothing to do before: a server that only starts and stops does without the thread. */
const START_MS = 1000;
/** Failures in a row that are logged. */
const FAILURES_LOGGED = 20;

/** Runs maintenance in a thread, from the first request for a replay file or a second after the start. */
export class MaintenanceThread {
  readonly #folder: string;
  readonly #log: Log;
  readonly #lost: () => void;
  readonly #requests = new Map<Slot, PromiseWithResolvers<Uint8Array | undefined>>();
  readonly #gone = Promise.withResolvers<void>();
  readonly #starting: NodeJS.Timeout;
  #worker: Worker | undefined;
  #isGone = false;
  #failures = 0;
  #watermarkFailed = false;

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
    let request = this.#requests.get(slot);
    if (request === undefined) {
      request = Promise.withResolvers();
      this.#requests.set(slot, request);
      this.#send(this.#start(), { kind: 'make', slot });
    }
    return request.promise;
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
    const worker = new Worker(threadFile(import.meta, 'maintenance'), { workerData, name: 'journal' });
    // A server that has closed does not wait for its thread.
    worker.unref();
    worker.on('message', (reply: MaintenanceReply) => this.#receive(reply));
    worker.on('error', (error) => {
      this.#log.error({ err: error }, 'journal thread failed: the main thread does its work, restart the server');
      this.#lost();
    });
    worker.once('exit', () => {
      this.#isGone = true;
      for (const request of this.#requests.values()) request.reject(notMade());
      this.#requests.clear();
      this.#gone.resolve();
    });
    this.#worker = worker;
    return worker;
  }

  #send(worker: Worker, request: MaintenanceRequest): void {
    worker.postMessage(request);
  }

  /** Node's watch mode uses the same port, for modules that a thread has loaded. */
  #receive(reply: MaintenanceReply): void {
    if (reply.kind === 'checkpointed') {
      if (this.#failures >= FAILURES_LOGGED) this.#log.info('WAL is emptied again');
      this.#failures = 0;
      return;
    }
    if (reply.kind === 'checkpoint-failed') {
      // Another program may have locked it for a moment.
      if (++this.#failures === FAILURES_LOGGED)
        this.#log.error(`WAL grows, because it cannot be emptied: ${reply.message}`);
      return;
    }
    if (reply.kind === 'watermark-failed') {
      if (!this.#watermarkFailed)
        this.#log.warn(`watermark not synced: after a power cut a loss might go unnoticed: ${reply.message}`);
      this.#watermarkFailed = true;
      return;
    }
    const request = this.#requests.get(reply.slot);
    this.#requests.delete(reply.slot);
    if (reply.kind === 'made') request?.resolve(reply.file);
    else if (reply.kind === 'failed') request?.reject(new JournalProblem(reply.message));
    else if (reply.kind === 'impossible') {
      this.#log.warn({ slot: reply.slot }, `match has no replay: ${reply.message}`);
      request?.resolve(new Uint8Array());
    }
  }
}

function notMade(): JournalProblem {
  return new JournalProblem('The replay has not been made: ask again once the server was restarted.');
}
