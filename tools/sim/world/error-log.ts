/** A log that reports what the host logs as an error. */
import { pino } from 'pino';
import { z } from 'zod';
import type { Log } from '../../../server/log.ts';

export interface HostError {
  readonly message: string;
  /** '' where it is of no room. */
  readonly room: string;
  readonly tick: number;
}

const Line = z.object({
  msg: z.string().default(''),
  room: z.string().default(''),
  tick: z.number().default(0),
  err: z.object({ message: z.string() }).optional(),
});

export function errorLog(heard: (error: HostError) => void): Log {
  const write = (line: string): void => {
    const { msg, room, tick, err } = Line.parse(JSON.parse(line));
    heard({ message: err === undefined ? msg : `${msg}: ${err.message}`, room, tick });
  };
  return pino({ level: 'error', base: undefined }, { write });
}
