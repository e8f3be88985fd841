/** A thread of players: takes orders one after the other, and counts in memory that it shares with who gives them. */
import { parentPort, workerData } from 'node:worker_threads';
import { playableGame } from '../../client/bots/games.ts';
import { READY } from './load-generator.ts';
import type { WorkerPlan } from './load-worker.ts';
import { makeSocketsCuttable } from './cut-socket.ts';
import { Counters, type LoadTimes } from './counters.ts';

export type WorkerOrder = 'sit' | 'drop' | 'turnOver' | 'settle' | 'leave' | 'stop';

export interface ThreadData {
  readonly game: string;
  readonly plan: WorkerPlan;
  readonly memory: SharedArrayBuffer;
  readonly times: LoadTimes;
}

/** What a thread says: that an order is done, or what went wrong with a player. */
export type WorkerMessage = { readonly done: number; readonly failed?: string } | { readonly problem: string };

const { game, plan, memory, times } = workerData as ThreadData;
const played = playableGame(game);
if (parentPort === null || played === undefined) throw new Error(`there is no crowd for "${game}"`);
const port = parentPort;
const say = (word: WorkerMessage): void => port.postMessage(word);

// The SDK tells of every drop and every try to reconnect: the tally counts them instead.
console.info = () => {};
console.warn = () => {};

makeSocketsCuttable();
const { LoadWorker } = await import('./load-worker.ts');
const crowd = new LoadWorker(played, plan, {
  tally: new Counters(memory),
  times,
  problem: (text) => say({ problem: text }),
});

port.on('message', ({ number, order }: { number: number; order: WorkerOrder }) => {
  Promise.resolve(crowd[order]()).then(
    () => say({ done: number }),
    (error: unknown) => say({ done: number, failed: error instanceof Error ? error.message : String(error) }),
  );
});
say({ done: READY });
