import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `act` again and again, `seconds` after each call has ended. Resolves once the signal is aborted and the last call has ended;
 * rejects where one fails.
 */
export async function every(seconds: number, over: AbortSignal, act: () => Promise<void>): Promise<void> {
  for (;;) {
    await sleep(seconds * 1_000, undefined, { signal: over }).catch(() => {});
    if (over.aborted) return;
    await act();
  }
}
