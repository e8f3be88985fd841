/** What libraries and scripts print, and what Node warns of, becomes lines of the log: with its form, and within its bound. */
import { format } from 'node:util';
import type { Log } from './log.ts';

/** A line is no longer than that. */
const MOST_CHARACTERS = 2_000;
const FROM = { from: 'console' };

const LEVELS = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'warn', trace: 'debug' } as const;

/** Takes it from now on, for the rest of the process. */
export function takeLibraryOutput(log: Log): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    Reflect.set(console, method, (...words: unknown[]) => log[level](FROM, format(...words).slice(0, MOST_CHARACTERS)));
  }
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => log.warn({ from: 'node' }, `${name}: ${message}`));
}
