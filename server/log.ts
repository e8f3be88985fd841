/**
 * Structured logs: one JSON object a line on standard error, so that standard output stays for people. The number of lines is limited, whatever
 * clients and scripts do.
 */
import { destination, pino, type DestinationStream, type Logger } from 'pino';
import { errorForLog } from './log-error.ts';
import { LogLimit, type LogSubject } from './log-limit.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

/** A log that suppresses excess lines. */
export interface LimitedLog extends Log {
  /** Lines that were suppressed. */
  readonly linesLeftOut: number;
  /** Reports what was suppressed since the last report. */
  flush(): void;
}

const FATAL = 60;
const LEFT_OUT = 'log lines suppressed';

/**
 * @param level the lowest level that is written; `silent` for none
 * @param out where lines go
 */
export function createLog(level: string, out: DestinationStream = destination(2)): LimitedLog {
  const limit = new LogLimit((leftOut) => logger.warn(leftOut, LEFT_OUT));
  const logger = pino(
    {
      level,
      base: undefined,
      serializers: { err: errorForLog },
      hooks: {
        logMethod(args, method, number) {
          const [first, second] = args;
          const about = aboutOf(first, second, number);
          if (number >= FATAL || about.kind === LEFT_OUT || limit.admits(about)) method.apply(this, args);
        },
      },
    },
    out,
  );
  return {
    debug: logger.debug.bind(logger),
    info: logger.info.bind(logger),
    warn: logger.warn.bind(logger),
    error: logger.error.bind(logger),
    fatal: logger.fatal.bind(logger),
    get linesLeftOut() {
      return limit.leftOut;
    },
    flush: () => limit.flush(),
  };
}

/** Lines of libraries are all of one kind. */
function aboutOf(details: unknown, message: unknown, level: number): LogSubject {
  if (typeof details !== 'object' || details === null) return { kind: String(details), subject: undefined, level };
  const { from, address, game, room } = details as Readonly<Record<string, unknown>>;
  const kind = typeof from === 'string' ? from : String(message);
  // The game rather than the room: clients can open any number of rooms.
  const subject = [address, game, room].find((each) => typeof each === 'string');
  return { kind, subject, level };
}
