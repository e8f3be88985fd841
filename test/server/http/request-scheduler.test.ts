import { expect, it, vi } from 'vitest';
import { HTTP_LIMITS } from '../../../server/host/limits.ts';
import { RequestScheduler } from '../../../server/http/request-scheduler.ts';

function busyFor(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

it('turnMs: however many requests come at once, timers come between them', async () => {
  const turns = new RequestScheduler();
  const order: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    turns.add(() => {
      order.push(name);
      setTimeout(() => order.push(`timer of ${name}`), 0);
      busyFor(HTTP_LIMITS.turnMs + 2);
    });
  }
  await vi.waitUntil(() => order.length === 6);
  expect(order).toEqual(['a', 'timer of a', 'b', 'timer of b', 'c', 'timer of c']);
});

it('requests that take no time are answered at a stretch', async () => {
  const turns = new RequestScheduler();
  const order: number[] = [];
  for (let number = 0; number < 100; number++) turns.add(() => void order.push(number));
  await vi.waitUntil(() => order.length === 100);
  expect(order).toEqual(Array.from({ length: 100 }, (_, number) => number));
  turns.add(() => void order.push(100));
  await vi.waitUntil(() => order.length === 101);
});
