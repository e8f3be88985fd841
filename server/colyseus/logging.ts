/** Colyseus's logs, in ours. What it calls an error is mostly a client that went away or sent nonsense. */
import { format } from 'node:util';
import type { Log } from '../log.ts';

type Say = (...words: unknown[]) => void;

/**
 * How lines begin that clients cause, whenever they like: what the system and `ws` say of a broken socket, and the stack of an error that
 * Colyseus hands on in its place where somebody comes back to a match that is voided, and is told why.
 */
const OF_CLIENTS =
  /^(?:Error: reconnection denied|(?:Invalid|Unsupported) WebSocket frame|Max payload size exceeded|Too many |(?:read|write) E[A-Z]+|(?:invalid|incorrect|unexpected) )/;

export function colyseusLogger(log: Log): Record<'debug' | 'error' | 'info' | 'trace' | 'warn', Say> {
  const debug: Say = (...words) => log.debug({ from: 'colyseus' }, format(...words));
  const warn: Say = (...words) => {
    const line = format(...words);
    if (OF_CLIENTS.test(line)) debug(line);
    else log.warn({ from: 'colyseus' }, line);
  };
  return { trace: debug, debug, info: debug, warn, error: warn };
}
