import { expect, test } from 'vitest';
import { InputQueue } from '../../../shared/runtime/host.ts';
import { LIMITS } from '../../../server/host/limits.ts';
import { type Entry, InputShape } from '../../../shared/runtime/host.ts';
import { walkers } from '../../server/walkers.ts';

const NEUTRAL = [0, 0, 0];

/** A queue, and what a match would have of the player. */
function queueOf() {
  const dropped = { frames: 0 };
  const queue = new InputQueue(new InputShape(walkers.input), (frames) => void (dropped.frames += frames));
  const numbers = [...NEUTRAL];
  return {
    queue,
    dropped,
    push: (by: number, seenAtMs?: number) => queue.pushFrame([by, 0], seenAtMs),
    /** Gives the frames of the next tick, as numbers. */
    take(tickMs = 0): number[][] {
      const entries: Entry[] = [];
      queue.takeFrames(2, numbers, tickMs, entries);
      return entries.map((entry) => {
        if (entry.kind !== 'input') throw new Error('no input');
        expect(entry.seat).toBe(2);
        for (const [index, change] of entry.changes.entries()) numbers[index] = (numbers[index] ?? 0) + change;
        return [...numbers];
      });
    },
  };
}

test('a tick takes one frame, and a second while more than the reserve would be left', () => {
  const { push, take, queue } = queueOf();
  expect(take()).toEqual([]);
  for (const by of [1, 2, 3]) push(by);
  expect(take()).toEqual([
    [1, 0, 0],
    [2, 0, 0],
  ]);
  expect(take()).toEqual([[3, 0, 0]]);
  expect(queue.settled).toBe(3);
});

test('with jitter one frame is kept in reserve, so that no tick is without input', () => {
  const { push, take } = queueOf();
  const counts: number[] = [];
  for (let tick = 0; tick < 100; tick++) {
    // Each second one comes a tick late, together with the next.
    if (tick % 2 === 1) push(1);
    if (tick % 2 === 1) push(1);
    counts.push(take().length);
  }
  expect(counts).toEqual([0, ...Array.from({ length: 99 }, () => 1)]);
});

test('a reserve that was not needed in thirty ticks is dropped', () => {
  const { push, take } = queueOf();
  push(1);
  const counts: number[] = [];
  for (let tick = 0; tick < 60; tick++) {
    push(1);
    counts.push(take().length);
  }
  expect(counts.indexOf(2)).toBe(29);
  expect(counts.filter((count) => count === 2)).toHaveLength(1);
});

test('frames enter as differences from the last input, clamped to their ranges', () => {
  const { push, take } = queueOf();
  push(99);
  push(-99);
  expect([take(), take()]).toEqual([[[3, 0, 0]], [[-3, 0, 0]]]);
});

test('of more than 8 waiting frames the oldest are dropped, and acknowledged', () => {
  const { push, take, queue, dropped } = queueOf();
  for (let frame = 0; frame < LIMITS.inputsQueued + 3; frame++) push(frame % 4);
  expect(dropped.frames).toBe(3);
  expect(queue.settled).toBe(3);
  expect(take()).toEqual([
    [3, 0, 0],
    [0, 0, 0],
  ]);
});

test('ten late frames may enter beyond one a tick, and no more until some ticks had none', () => {
  const { push, take } = queueOf();
  let taken = 0;
  for (let tick = 0; tick < 100; tick++) {
    push(1);
    push(1);
    taken += take().length;
  }
  expect(taken).toBe(100 + LIMITS.inputBurst - 1);
  for (let tick = 0; tick < 8; tick++) take();
  for (let more = 0; more < 3; more++) push(1);
  expect(take()).toHaveLength(2);
});

test('how long ago the player saw the others is counted at the tick, and bounded', () => {
  const { push, take } = queueOf();
  push(1, 900);
  expect(take(1_000)).toEqual([[1, 0, 100]]);
  push(1, 0);
  expect(take(1_000)).toEqual([[1, 0, 300]]);
  push(1, 5_000);
  expect(take(1_000)).toEqual([[1, 0, 0]]);
});

test('a frame without a stamp has that of the last one', () => {
  const { push, take } = queueOf();
  push(1, 900);
  push(2);
  expect([take(1_000), take(1_033)]).toEqual([[[1, 0, 100]], [[2, 0, 100]]]);
});

test('a new connection numbers its frames from the start, and frames of the old one are dropped', () => {
  const { push, take, queue, dropped } = queueOf();
  push(1);
  take();
  push(2);
  queue.restart();
  expect(queue.settled).toBe(0);
  expect(dropped.frames).toBe(1);
  expect(take()).toEqual([]);
});
