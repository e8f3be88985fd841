/** What a load generator and its threads say to each other. */
import type { LoadTimes } from './counters.ts';
import type { WorkerPlan } from './load-worker.ts';

/** The number of the order that a thread reports as done once it takes orders. */
export const READY = 0;

export type WorkerOrder = 'sit' | 'drop' | 'turnOver' | 'settle' | 'leave';

export interface ThreadData {
  readonly game: string;
  readonly plan: WorkerPlan;
  readonly memory: SharedArrayBuffer;
  readonly times: LoadTimes;
}

/** What a thread says: that an order is done, or what went wrong with a player. */
export type WorkerMessage = { readonly done: number; readonly failed?: string } | { readonly problem: string };
