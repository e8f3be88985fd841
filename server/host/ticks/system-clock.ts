import { clockOf } from '../../../shared/real-clock.ts';
import type { PacerClock } from './pacer.ts';

/** The monotonic clock of the process. */
export const systemClock: PacerClock = {
  ...clockOf(globalThis),
  yieldToIo: () => new Promise((resolve) => setImmediate(resolve)),
};
