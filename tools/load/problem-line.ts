/** The message of a command that fails. */
import { BadOption } from '../../shared/command-line.ts';

export function problemLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof BadOption ? `${message} --help tells more.` : message;
}
