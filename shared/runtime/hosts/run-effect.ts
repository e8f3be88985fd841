/** Runs an effect for a host, and gives what enters the match. */
import { messageOf } from '../errors/readable.ts';
import { toError } from '../errors/thrown.ts';
import type { Entry, Output } from '../record/entries.ts';
import type { EffectLog } from '../room/effect-handlers.ts';
import type { GameSpec } from '../room/spec.ts';
import { validateResult } from '../room/validate.ts';

/** An effect that a match has asked for. */
export type EffectOutput = Extract<Output, { kind: 'effect' }>;
/** The result of an effect, or its error. */
export type EffectEntry = Extract<Entry, { kind: 'effect' }>;

/** A host could not run an effect, or its result does not count; the script gets the name and the message. */
export class EffectProblem extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** For hosts that log nothing. */
export const NO_LOG: EffectLog = { info() {}, warn() {}, error() {} };

/**
 * Calls a handler, and checks what it gives back. Never rejects: what a handler throws enters as the effect's error.
 *
 * @param handle calls the handler
 */
export async function runEffect(
  game: GameSpec,
  { effect, name }: EffectOutput,
  handle: () => unknown,
): Promise<EffectEntry> {
  try {
    const checked = validateResult(game, name, await handle());
    if (!checked.ok) throw new EffectProblem('BadEffectResult', checked.message);
    return { kind: 'effect', effect, result: checked.data };
  } catch (error) {
    // A handler may throw anything, and this is journaled.
    const known = toError(error);
    return { kind: 'effect', effect, error: { name: known.name, message: messageOf(known) } };
  }
}
