import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished, vi } from 'vitest';
import { WorkerThread, WorkerLost } from '../../../tools/sim/run/worker-thread.ts';

type Job = 'greet' | 'refuse' | 'throw' | 'end' | 'stand still';

/** A thread that numbers what it has done since it began. */
const THREAD = `
  const { parentPort } = require('node:worker_threads');
  let done = 0;
  parentPort.on('message', (job) => {
    if (job === 'refuse') return parentPort.postMessage({ kind: 'broke', reason: 'not that' });
    if (job === 'throw') throw new Error('too heavy');
    if (job === 'end') process.exit(3);
    if (job === 'stand still') for (;;);
    parentPort.postMessage({ kind: 'done', answer: ++done });
  });
`;

function newHand(): WorkerThread<Job, number> {
  const hand = new WorkerThread<Job, number>(() => new Worker(THREAD, { eval: true }));
  onTestFinished(() => hand.close());
  return hand;
}

it('one job after the other is done by the same thread', async () => {
  const hand = newHand();
  expect([await hand.run('greet'), await hand.run('greet'), await hand.run('greet')]).toEqual([1, 2, 3]);
});

it.each<[Job, RegExp]>([
  ['refuse', /^not that$/],
  ['throw', /^Error: too heavy\n/],
  ['end', /^its thread ended with 3$/],
])('a thread that is lost over "%s" says why, and the next job has a new one', async (job, why) => {
  const hand = newHand();
  expect(await hand.run('greet')).toBe(1);
  const lost = await hand.run(job).catch((error: unknown) => error);
  expect(lost).toBeInstanceOf(WorkerLost);
  expect((lost as WorkerLost).message).toMatch(why);
  expect(await hand.run('greet')).toBe(1);
});

it('a thread that stands still is lost after five minutes, and the next job has a new one', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const hand = newHand();
  expect(await hand.run('greet')).toBe(1);
  const standing = hand.run('stand still');
  vi.advanceTimersByTime(300_000);
  await expect(standing).rejects.toThrow(new WorkerLost('nothing came of it in 300 s'));
  expect(await hand.run('greet')).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
