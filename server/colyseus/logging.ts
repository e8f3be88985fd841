/** Passes Colyseus's log on to ours. Most of its errors are clients that disconnected or sent nonsense. */
import { format } from 'node:util';
import type { Log } from '../log.ts';

type Say = (...words: unknown[]) => void;

/**
 * How lines begin that clients can cause at will: errors of the system and of `ws` for a broken socket, and the stack of the error that Colyseus
 * logs when a client returns to a voided match, and gets the reason.
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
