/** A thread of players: takes orders one after the other, and counts in memory that it shares with who gives them. */
import { parentPort, workerData } from 'node:worker_threads';
import { playableGame } from '../../client/bots/games.ts';
import { makeSocketsCuttable } from './cut-socket.ts';
import { Counters } from './counters.ts';
import { READY, type ThreadData, type WorkerMessage, type WorkerOrder } from './thread-messages.ts';

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
