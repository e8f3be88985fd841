/** A thread of players: takes orders one after the other, and counts in memory that it shares with who gives them. */
import { parentPort, workerData } from 'node:worker_threads';
import { playableGame } from '../../client/bots/games.ts';
import { READY } from './crowds.ts';
import type { CrowdPlan } from './crowd.ts';
import { makeLinesCuttable } from './cut-line.ts';
import { Tally, type Times } from './tally.ts';

export type Order = 'sit' | 'drop' | 'turnOver' | 'settle' | 'leave' | 'stop';

export interface ThreadData {
  readonly game: string;
  readonly plan: CrowdPlan;
  readonly memory: SharedArrayBuffer;
  readonly times: Times;
}

/** What a thread says: that an order is done, or what went wrong with a player. */
export type Word = { readonly done: number; readonly failed?: string } | { readonly problem: string };

const { game, plan, memory, times } = workerData as ThreadData;
const played = playableGame(game);
if (parentPort === null || played === undefined) throw new Error(`there is no crowd for "${game}"`);
const port = parentPort;
const say = (word: Word): void => port.postMessage(word);

// The SDK tells of every drop and every try to reconnect: the tally counts them instead.
console.info = () => {};
console.warn = () => {};

makeLinesCuttable();
const { Crowd } = await import('./crowd.ts');
const crowd = new Crowd(played, plan, {
  tally: new Tally(memory),
  times,
  problem: (text) => say({ problem: text }),
});

port.on('message', ({ number, order }: { number: number; order: Order }) => {
  Promise.resolve(crowd[order]()).then(
    () => say({ done: number }),
    (error: unknown) => say({ done: number, failed: error instanceof Error ? error.message : String(error) }),
  );
});
say({ done: READY });
