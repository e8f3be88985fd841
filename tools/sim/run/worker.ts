/** A thread of the simulator: one job after the other, each answered. */
import { parentPort } from 'node:worker_threads';
import { simGameOf } from '../games/index.ts';
import type { SimGame } from '../games/sim-game.ts';
import { playJournal } from '../shrink/play-journal.ts';
import { simulate } from '../world/simulate.ts';
import { errorStack, type WorkerReply } from './worker-thread.ts';
import type { JobResult, Job } from './simulator.ts';

async function work(job: Job): Promise<JobResult> {
  if (job.kind === 'simulate') {
    return { kind: 'simulate', outcome: await simulate(gameOf(job.plan.game), job.plan) };
  }
  return { kind: 'play', played: await playJournal(gameOf(job.recording.start.game), job.recording) };
}

function gameOf(name: string): SimGame {
  const game = simGameOf(name);
  if (game === undefined) throw new Error(`There is no game "${name}" to simulate.`);
  return game;
}

parentPort?.on('message', (job: Job) => {
  const reply = (answer: WorkerReply<JobResult>): void => parentPort?.postMessage(answer);
  work(job).then(
    (answer) => reply({ kind: 'done', answer }),
    (error: unknown) => reply({ kind: 'broke', reason: errorStack(error) }),
  );
});
