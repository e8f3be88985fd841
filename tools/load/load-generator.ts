/** The load generator: all players, in worker threads that have their own event loop and sockets. */
import { Worker } from 'node:worker_threads';
import { threadFile } from '../../server/thread-file.ts';
import type { WorkerPlan } from './load-worker.ts';
import { READY, type ThreadData, type WorkerMessage, type WorkerOrder } from './thread-messages.ts';
import { newTimes, Counters, type LoadTimes } from './counters.ts';

/** Later problems are counted, but not reported. */
const MOST_PROBLEMS = 20;

/** Which players a thread has. */
export interface WorkerShare extends WorkerPlan {
  readonly game: string;
}

export class LoadGenerator {
  readonly counters = new Counters();
  readonly times: LoadTimes = newTimes();
  readonly problems: string[] = [];
  readonly #threads: readonly Thread[];

  /** Resolves once all threads have loaded what they need. */
  static async open(shares: readonly WorkerShare[]): Promise<LoadGenerator> {
    const generator = new LoadGenerator(shares);
    await Promise.all(generator.#threads.map(({ ready }) => ready));
    return generator;
  }

  private constructor(shares: readonly WorkerShare[]) {
    const { memory } = this.counters;
    const problem = (text: string): void => {
      if (this.problems.length < MOST_PROBLEMS) this.problems.push(text);
    };
    this.#threads = shares.map(({ game, ...plan }) => new Thread({ game, plan, memory, times: this.times }, problem));
  }

  /** Has all threads do something. Resolves once all have. */
  async all(order: WorkerOrder): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.ask(order)));
  }

  /** Has one thread do something. */
  one(index: number, order: WorkerOrder): Promise<void> {
    return this.#threads[index % this.#threads.length]?.ask(order) ?? Promise.resolve();
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }
}

class Thread {
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #asked = new Map<number, PromiseWithResolvers<void>>();
  #orders = 0;
  #broken: Error | undefined;

  constructor(data: ThreadData, problem: (text: string) => void) {
    const ready = Promise.withResolvers<void>();
    this.ready = ready.promise;
    this.#asked.set(READY, ready);
    this.#worker = new Worker(threadFile(import.meta, 'load-thread'), { workerData: data });
    this.#worker.on('message', (message: WorkerMessage) => {
      if ('problem' in message) problem(message.problem);
      else if (message.failed === undefined) this.#asked.get(message.done)?.resolve();
      else this.#asked.get(message.done)?.reject(new Error(message.failed));
    });
    this.#worker.on('error', (error) => {
      this.#broken = error instanceof Error ? error : new Error(String(error));
      for (const { reject } of this.#asked.values()) reject(this.#broken);
    });
  }

  async ask(order: WorkerOrder): Promise<void> {
    if (this.#broken !== undefined) throw this.#broken;
    const number = ++this.#orders;
    const done = Promise.withResolvers<void>();
    this.#asked.set(number, done);
    this.#worker.postMessage({ number, order });
    await done.promise;
    this.#asked.delete(number);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** How many tables each thread has: spread evenly, and no thread without one. */
export function dealTables(tables: number, threads: number): readonly number[] {
  const count = Math.min(tables, threads);
  return Array.from({ length: count }, (_, index) => Math.floor((tables + index) / count));
}
