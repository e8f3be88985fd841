/** The tick timer of all bots of a thread. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A group further behind skips the missed ticks. */
const MAX_BEHIND_MS = 100;

/**
 * Ticks against absolute deadlines, so that delays do not add up, until the signal aborts.
 *
 * @param each gets the tick's number, from 1, and how late it starts, in ms
 */
export async function keepPace(
  tickRate: number,
  signal: AbortSignal,
  each: (tick: number, lateMs: number) => Promise<void>,
): Promise<void> {
  const periodMs = 1_000 / tickRate;
  let dueMs = performance.now();
  for (let tick = 1; !signal.aborted; tick++) {
    await each(tick, Math.max(0, performance.now() - dueMs));
    dueMs = Math.max(dueMs + periodMs, performance.now() - MAX_BEHIND_MS);
    await sleep(Math.max(0, dueMs - performance.now()), undefined, { signal }).catch(() => {});
  }
}
