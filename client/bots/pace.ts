/** The one timer of all bots of a thread. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Who is further behind does not catch up: what was due then has passed. */
const MAX_BEHIND_MS = 100;

/**
 * Ticks at absolute deadlines, so that no error adds up, until the signal comes.
 *
 * @param each told the number of the tick, from 1, and how late it begins, in ms
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
