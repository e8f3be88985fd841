/**
 * Structured logs: one JSON object a line, on the error stream, so that standard output stays for people. How much is logged has a bound,
 * whatever clients and scripts do.
 */
import { destination, pino, type DestinationStream, type Logger } from 'pino';
import { errorForLog } from './log-error.ts';
import { LogLimit, type LogSubject } from './log-limit.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

/** A log that leaves out what is too much. */
export interface LimitedLog extends Log {
  /** How many lines were left out. */
  readonly linesLeftOut: number;
  /** Tells what was left out since that was last told. */
  flush(): void;
}

const FATAL = 60;
const LEFT_OUT = 'log lines suppressed';

/**
 * @param level the least serious level that is written; `silent` for none
 * @param out where it goes
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

/** What a library says has no words of ours, and is of one kind. */
function aboutOf(details: unknown, message: unknown, level: number): LogSubject {
  if (typeof details !== 'object' || details === null) return { kind: String(details), subject: undefined, level };
  const { from, address, game, room } = details as Readonly<Record<string, unknown>>;
  const kind = typeof from === 'string' ? from : String(message);
  // Clients open rooms as they like; games are not of their making.
  const subject = [address, game, room].find((each) => typeof each === 'string');
  return { kind, subject, level };
}
