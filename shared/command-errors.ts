/** How a command ends with an error: in one sentence where that was written for people, and else with the file, the line and the way there. */
import { BadOption } from './command-line.ts';

/** An error that a command expects: its message is a whole sentence, which says what to do. */
export type Told = abstract new (...args: never[]) => Error;

/** More frames are of no use to anybody who looks for a fault. */
const MAX_FRAMES = 8;
const MAX_CAUSES = 3;

/**
 * What a command says of the error that it ends with.
 *
 * @param told the errors whose message says all there is to say
 *
 * @example
 * console.error(errorText(error, [JournalProblem]));
 * process.exitCode = 1;
 */
export function errorText(error: unknown, told: readonly Told[] = []): string {
  if (error instanceof BadOption) return `${error.message} --help tells more.`;
  if (error instanceof Error && told.some((kind) => error instanceof kind)) return error.message;
  const texts: string[] = [];
  for (let cause = error; cause !== undefined && texts.length < MAX_CAUSES; cause = causeOf(cause)) {
    texts.push(textOf(cause));
  }
  return texts.join('\nIts cause: ');
}

/** Whether the text says in which file the error is. Where a module cannot be compiled, some errors do not know, and Node tells when nobody catches them. */
export function hasPlace(error: unknown): boolean {
  return !(error instanceof SyntaxError) || /file:\/\/|imported from/.test(error.stack ?? '');
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return `Something that is no error was thrown: ${String(error)}`;
  const { name, message, stack = '' } = error;
  const lines = stack.split('\n');
  const first = lines.findIndex((line) => /^ {4}at /.test(line));
  const head = first < 0 ? stack : lines.slice(0, first).join('\n');
  const frames = first < 0 ? [] : lines.slice(first).filter(isOurs).slice(0, MAX_FRAMES);
  // A stack is made when an error is, and some get their message later.
  return [head.includes(message) ? head : `${name}: ${message}`, ...frames].join('\n').trim();
}

/** Frames of Node and of libraries say nothing about a fault of ours. */
function isOurs(frame: string): boolean {
  return /^ {4}at /.test(frame) && !/node:|node_modules/.test(frame);
}
