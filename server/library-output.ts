/** Turns what libraries, scripts and Node print into lines of the log, with its form and its limits. */
import { format } from 'node:util';
import type { Log } from './log.ts';

/** Longer lines are cut. */
const MOST_CHARACTERS = 2_000;
const FROM = { from: 'console' };

const LEVELS = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'warn', trace: 'debug' } as const;

/** Takes it from here on, until the process ends. */
export function takeLibraryOutput(log: Log): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    Reflect.set(console, method, (...words: unknown[]) => log[level](FROM, format(...words).slice(0, MOST_CHARACTERS)));
  }
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => log.warn({ from: 'node' }, `${name}: ${message}`));
}
