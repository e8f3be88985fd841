/** Simulates matches and plays journals, each in a thread of its own. */
import { Worker } from 'node:worker_threads';
import { threadFile } from '../../../server/thread-file.ts';
import type { Recording } from '../../../shared/runtime/host.ts';
import type { SimOutcome } from '../outcome.ts';
import type { Plan } from '../plan.ts';
import type { PlayedJournal } from '../shrink/play-journal.ts';
import { WorkerThread } from './worker-thread.ts';

/** What can be asked of a thread. */
export type Job =
  | { readonly kind: 'simulate'; readonly plan: Plan }
  | { readonly kind: 'play'; readonly recording: Recording };

/** What comes of it: of the same kind as the job. */
export type JobResult =
  | { readonly kind: 'simulate'; readonly outcome: SimOutcome }
  | { readonly kind: 'play'; readonly played: PlayedJournal | undefined };

/** Simulates one match at a time. Rejects where the simulation itself breaks. */
export interface Simulator {
  simulate(plan: Plan): Promise<SimOutcome>;
  play(recording: Recording): Promise<PlayedJournal | undefined>;
  close(): Promise<void>;
}

export function openSimulator(): Simulator {
  const hand = new WorkerThread<Job, JobResult>(() => new Worker(threadFile(import.meta, 'worker')));
  return {
    async simulate(plan) {
      const answer = await hand.run({ kind: 'simulate', plan });
      if (answer.kind !== 'simulate') throw new Error('the thread has answered another question');
      return answer.outcome;
    },
    async play(recording) {
      const answer = await hand.run({ kind: 'play', recording });
      if (answer.kind !== 'play') throw new Error('the thread has answered another question');
      return answer.played;
    },
    close: () => hand.close(),
  };
}
