/** A worker thread that does one job at a time. After it crashes or hangs, the next job gets a new thread. */
import type { Worker } from 'node:worker_threads';

/** What a thread answers to a job. */
export type WorkerReply<Answer> =
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'broke'; readonly reason: string };

/** A thread was lost over a job, and the job with it. */
export class WorkerLost extends Error {
  override readonly name = 'HandLost';
}

/** No job takes as long, on a machine with a lot to do neither: a thread that does stands still. */
const LIMIT_MS = 300_000;

export class WorkerThread<Job, Answer> {
  readonly #open: () => Worker;
  #worker: Worker | undefined;

  /** @param open starts a thread that answers each job with a `Reply` */
  constructor(open: () => Worker) {
    this.#open = open;
  }

  /**
   * Does a job. One at a time.
   *
   * @throws HandLost
   */
  run(job: Job): Promise<Answer> {
    const worker = (this.#worker ??= this.#begin());
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        act();
      };
      const lose = (reason: string): void =>
        settle(() => {
          if (this.#worker === worker) this.#worker = undefined;
          void worker.terminate();
          reject(new WorkerLost(reason));
        });
      const onMessage = (reply: WorkerReply<Answer>): void => {
        if (reply.kind === 'done') settle(() => resolve(reply.answer));
        else lose(reply.reason);
      };
      const onError = (error: unknown): void => lose(errorStack(error));
      const onExit = (code: number): void => lose(`its thread ended with ${code}`);
      const timer = setTimeout(() => lose(`nothing came of it in ${LIMIT_MS / 1_000} s`), LIMIT_MS);
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.postMessage(job);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #begin(): Worker {
    const worker = this.#open();
    // An error between two jobs is reported by the next one, if it persists.
    worker.on('error', () => {});
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }
}

/** What went wrong, with where. */
export function errorStack(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
