/** How pieces ask players: by a question or a message of the game's own. */
import type { Player } from '../room/player.ts';
import type { GameSpec } from '../room/spec.ts';

/** How long an answer may take, as `player.ask` and `player.next` take it: no answer in time is undefined. */
export interface AnswerLimit {
  /** In ms of match time. */
  readonly timeoutMs: number;
  /** What is given for no answer in time, or for a player who has left. */
  readonly otherwise: undefined;
}

/**
 * Asks one player: true is yes, undefined no answer.
 *
 * @example
 * const ask: AskPlayer<typeof coin> = (player, limit) => player.ask('rematch', {}, limit);
 */
export type AskPlayer<S extends GameSpec> = (player: Player<S>, limit: AnswerLimit) => Promise<boolean | undefined>;

/** How long an answer may take unless the game says so, in ms of match time. */
export const ANSWER_MS = 20_000;
