/** Simulates matches and plays journals, each in a thread of its own. */
import { Worker } from 'node:worker_threads';
import type { Recording } from '../../../shared/runtime/index.ts';
import type { Outcome } from '../outcome.ts';
import type { Plan } from '../plan.ts';
import type { Played } from '../shrink/play-journal.ts';
import { Hand } from './hand.ts';

/** What can be asked of a thread. */
export type Job =
  | { readonly kind: 'simulate'; readonly plan: Plan }
  | { readonly kind: 'play'; readonly recording: Recording };

/** What comes of it: of the same kind as the job. */
export type Answer =
  | { readonly kind: 'simulate'; readonly outcome: Outcome }
  | { readonly kind: 'play'; readonly played: Played | undefined };

/** Simulates one match at a time. Rejects where the simulation itself breaks. */
export interface Simulator {
  simulate(plan: Plan): Promise<Outcome>;
  play(recording: Recording): Promise<Played | undefined>;
  close(): Promise<void>;
}

export function openSimulator(): Simulator {
  const hand = new Hand<Job, Answer>(() => new Worker(new URL('./worker.ts', import.meta.url)));
  return {
    async simulate(plan) {
      const answer = await hand.do({ kind: 'simulate', plan });
      if (answer.kind !== 'simulate') throw new Error('the thread has answered another question');
      return answer.outcome;
    },
    async play(recording) {
      const answer = await hand.do({ kind: 'play', recording });
      if (answer.kind !== 'play') throw new Error('the thread has answered another question');
      return answer.played;
    },
    close: () => hand.close(),
  };
}
