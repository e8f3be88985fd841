/** Structured logs: one JSON object a line, on the error stream, so that standard output stays for people. */
import { destination, pino, type Logger } from 'pino';
import { errorForLog } from './log-error.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

/** @param level the least serious level that is written; `silent` for none */
export function createLog(level: string): Logger {
  return pino({ level, base: undefined, serializers: { err: errorForLog } }, destination(2));
}
