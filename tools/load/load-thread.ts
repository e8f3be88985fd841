/** A thread of players: it takes orders from the load generator, and counts in shared memory. */
import { parentPort, workerData } from 'node:worker_threads';
import { playableGame } from '../../client/bots/games.ts';
import { makeSocketsCuttable } from './cut-socket.ts';
import { Counters } from './counters.ts';
import { READY, type ThreadData, type WorkerMessage, type WorkerOrder } from './thread-messages.ts';

const { game, plan, memory, times } = workerData as ThreadData;
const played = playableGame(game);
if (parentPort === null || played === undefined) throw new Error(`there are no bots for "${game}"`);
const port = parentPort;
const say = (word: WorkerMessage): void => port.postMessage(word);

// The SDK logs every drop and every attempt to reconnect: they are counted instead.
console.info = () => {};
console.warn = () => {};

makeSocketsCuttable();
const { LoadWorker } = await import('./load-worker.ts');
const worker = new LoadWorker(played, plan, {
  counters: new Counters(memory),
  times,
  problem: (text) => say({ problem: text }),
});

port.on('message', ({ number, order }: { number: number; order: WorkerOrder }) => {
  Promise.resolve(worker[order]()).then(
    () => say({ done: number }),
    (error: unknown) => say({ done: number, failed: error instanceof Error ? error.message : String(error) }),
  );
});
say({ done: READY });
