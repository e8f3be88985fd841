/** Retries at the start, when nothing else has to go on meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { JournalProblem } from './store.ts';

const RETRY_MS = 100;

export interface RetryOptions {
  readonly waitMs: number;
  readonly log: Pick<Log, 'warn'>;
  /** Whether retrying makes sense; by default for errors that do not last. */
  readonly heals?: (error: unknown) => boolean;
}

/**
 * Resolves with the result of `body` once it does not throw.
 *
 * @throws the last error, where it lasts or `waitMs` are over
 *
 * @example
 * await withRetry(() => journal.attempt(slots), { waitMs: 10_000, log });
 */
export async function withRetry<T>(body: () => T, { waitMs, log, heals = mayHeal }: RetryOptions): Promise<T> {
  const deadline = performance.now() + waitMs;
  for (let told = false; ; told = true) {
    try {
      return body();
    } catch (error) {
      if (!heals(error) || performance.now() >= deadline) throw error;
      if (!told) log.warn({ err: error }, 'journal not usable yet: retrying');
    }
    await sleep(RETRY_MS);
  }
}

function mayHeal(error: unknown): boolean {
  return error instanceof JournalProblem && !error.lasts;
}
