/** What the command lines of the project say about arguments that make no sense. */

/** Arguments that make no sense, or that nothing is found for, in one line. `--help tells more.` is put behind it. */
export class BadOption extends Error {
  override readonly name = 'BadOption';
}

/**
 * Reads arguments, and says in our words what Node's `parseArgs` finds wrong with them.
 *
 * @example parsed(() => parseArgs({ args, options: { at: { type: 'string' } } }))
 * @throws BadOption
 */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new BadOption(wordsFor(error instanceof Error ? error.message : String(error)), { cause: error });
  }
}

/**
 * Reads a whole number.
 *
 * @param max the highest that makes sense
 * @throws BadOption
 */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new BadOption(`${option} is a whole number from ${min} to ${max}, not "${text}".`);
}

function wordsFor(message: string): string {
  // Such as '--at', '--at <value>' or '-h, --help'.
  const [, name = ''] = /'(?:-\w, )?([^' ]+)/.exec(message) ?? [];
  if (message.startsWith('Unknown option')) return `There is no option "${name}":`;
  if (/argument (missing|is ambiguous)/.test(message)) return `No value for ${name}:`;
  if (message.includes('does not take an argument')) return `${name} takes no value:`;
  if (message.startsWith('Unexpected argument')) return `There is no use for "${name}":`;
  return message;
}
