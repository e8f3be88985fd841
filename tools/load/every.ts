/** Something that is done again and again. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does something every so many seconds, each time when the last is done. Resolves once the signal has come and the last is done;
 * rejects where one fails.
 */
export async function every(seconds: number, over: AbortSignal, act: () => Promise<void>): Promise<void> {
  for (;;) {
    await sleep(seconds * 1_000, undefined, { signal: over }).catch(() => {});
    if (over.aborted) return;
    await act();
  }
}
