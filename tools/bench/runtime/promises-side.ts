/** Bare promises on Node's own event loop, with no room around them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOf, serveOrders } from '../serve-orders.ts';
import { TASKS, type RuntimeOrder } from './works.ts';

const FAR_MS = 3_600_000;
const nothing = async (): Promise<void> => {};

const WORKS: Record<RuntimeOrder['work'], (laps: number) => Promise<void>> = {
  async switch(laps) {
    for (let lap = 0; lap < laps; lap++) await undefined;
  },
  async spawn(laps) {
    for (let lap = 0; lap < laps; lap++) await nothing();
  },
  async cancel(laps) {
    for (let lap = 0; lap < laps; lap++) {
      const abort = new AbortController();
      const child = sleep(FAR_MS, undefined, { signal: abort.signal });
      await undefined;
      abort.abort();
      try {
        await child;
      } catch {
        // It was cancelled: that is the point.
      }
    }
  },
  async timer(laps) {
    for (let lap = 0; lap < laps; lap++) await sleep(1);
  },
};

serveOrders<RuntimeOrder>(async ({ work, laps }) => {
  const cpuNs = await cpuOf(async () => {
    await Promise.all(Array.from({ length: TASKS }, () => WORKS[work](laps)));
  });
  return { cpuNs, ops: TASKS * laps };
});
