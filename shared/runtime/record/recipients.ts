/** Decides who receives an output of a match. */
import type { BotEntry, Output } from './entries.ts';

/** An output that players and spectators receive: a notice, a question, or its end. */
export type ClientOutput = Extract<Output, { kind: 'notice' | 'ask' | 'asked' }>;

/** A player or spectator of a match. */
export interface Recipient {
  /** The id of the player or spectator; undefined: a spectator without one, as in a replay. */
  readonly id: string | undefined;
  /** Whether it watches without a seat. */
  readonly spectator: boolean;
}

/**
 * Whether a player or spectator receives an output.
 *
 * @example
 * const notices = outputs.filter((output) => isFor(output, { id: ann, spectator: false }));
 */
export function isFor(output: Output, { id, spectator }: Recipient): output is ClientOutput {
  if (output.kind === 'ask' || output.kind === 'asked') return output.to === id;
  if (output.kind !== 'notice') return false;
  const { to } = output;
  return to === 'all' || to === id || (spectator && to === 'spectators');
}

/** The entry that a bot gets for an output that it receives. */
export function botEntryOf(output: ClientOutput): BotEntry {
  if (output.kind === 'asked') return { kind: 'question-closed', question: output.question };
  if (output.kind === 'notice') return { kind: 'notice', type: output.type, data: output.data };
  const { question, name, data } = output;
  return { kind: 'asked', question, name, data };
}
