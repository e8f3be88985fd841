/** Colyseus's logs, in ours. What it calls an error is mostly a client that went away or sent nonsense. */
import { format } from 'node:util';
import type { Log } from '../log.ts';

type Say = (...words: unknown[]) => void;

export function colyseusLogger(log: Log): Record<'debug' | 'error' | 'info' | 'trace' | 'warn', Say> {
  const debug: Say = (...words) => log.debug({ from: 'colyseus' }, format(...words));
  const warn: Say = (...words) => {
    // Whoever comes back to a match that is voided is told why, and Colyseus thinks that they were not let in. It hands on
    // the stack of an error in its place.
    if (words.some((word) => String(word).startsWith('Error: reconnection denied'))) debug(...words);
    else log.warn({ from: 'colyseus' }, format(...words));
  };
  return { trace: debug, debug, info: debug, warn, error: warn };
}
