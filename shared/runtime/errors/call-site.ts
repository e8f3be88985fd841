/**
 * Where a script made a call, for errors that come up later, in the event loop, where no stack shows the script. The
 * engine captures it at the call, and forms its text only when an error is shown.
 */

/** How many callers are captured: some are of the runtime. */
const CAPTURED = 10;
/** How many lines an error of a group shows. */
const SHOWN = 10;

/** A call; its stack is that of the caller. */
export type CallSite = Error;

/** Some engines capture no more callers than this says. */
const engine = Error as ErrorConstructor & { stackTraceLimit?: number | undefined };

/** The call that is being made now. It costs about a microsecond. */
export function captureSite(): CallSite {
  const { stackTraceLimit } = engine;
  engine.stackTraceLimit = CAPTURED;
  const site = new Error('called here');
  engine.stackTraceLimit = stackTraceLimit;
  return site;
}

/** A stack as it is shown: a headline, and the lines that lead to what it is about. */
export function stackOf(headline: string, lines: readonly string[]): string {
  return [headline, ...lines].join('\n');
}

/** The lines of a script that lead to a call. */
export function linesOf(site: CallSite | undefined): string[] {
  return framesOf(site).filter((line) => !line.includes('node:') && (RUNTIME === undefined || !line.includes(RUNTIME)));
}

/** The lines of an error's stack. Whatever was thrown, it gives some or none. */
export function framesOf(thrown: unknown): string[] {
  try {
    if (!(thrown instanceof Error) || typeof thrown.stack !== 'string') return [];
    return thrown.stack.split('\n').filter(isFrame).slice(0, SHOWN);
  } catch {
    return [];
  }
}

/** `at fn (file:1:2)`, or `fn@file:1:2` as other engines write it. */
function isFrame(line: string): boolean {
  return /^\s+at |@.*:\d+:\d+$/.test(line);
}

/** The folder of the runtime, as stacks name it; undefined in a bundle, where all lines are of one file. */
const RUNTIME = framesOf(captureSite())
  .map((line) => /([^\s(@]*)errors\/call-site\.\w+:\d+:\d+/.exec(line)?.[1])
  .find((folder) => folder !== undefined && folder !== '');
