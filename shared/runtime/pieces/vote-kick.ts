/** The vote on whether a player has to go. */
import { checkCount, checkLimit } from '../errors/argument-checks.ts';
import type { Player } from '../room/player.ts';
import type { Room } from '../room/room.ts';
import type { GameSpec } from '../room/spec.ts';
import { ANSWER_MS, type AskPlayer } from './answers.ts';

/** Who votes, for how long, and how many must agree. */
export interface VoteKickOptions<S extends GameSpec> {
  /** Asks one voter whether the player has to go. */
  readonly ask: AskPlayer<S>;
  /** How long the vote takes at most, in ms of match time: who has not answered by then is against it. 20,000 unless given. */
  readonly timeoutMs?: number;
  /** Who is asked; unless given, all other people. */
  readonly voters?: readonly Player<S>[];
  /** How many must agree; unless given, more than half of the voters. */
  readonly needed?: number;
  /** Shown to the player who has to go. */
  readonly reason?: string;
}

/**
 * Lets others vote a player out. It ends as soon as the result is known; questions that are open then are closed.
 *
 * @returns whether the player was kicked; false also if nobody may vote, or the player has left meanwhile
 * @throws RangeError if `timeoutMs` is not a number, or `needed` not a whole number of 1 or more
 *
 * @example
 * for await (const seat of player.messages('kick')) {
 *   const target = room.players.find((other) => other.seat === seat);
 *   if (target !== undefined)
 *     await voteKick(room, target, { ask: (voter, limit) => voter.ask('kick', { seat }, limit) });
 * }
 */
export async function voteKick<S extends GameSpec>(
  room: Room<S>,
  target: Player<S>,
  { ask, timeoutMs = ANSWER_MS, reason = 'The others have voted you out.', ...options }: VoteKickOptions<S>,
): Promise<boolean> {
  const voters = options.voters ?? room.players.filter((player) => player !== target && !player.bot);
  const needed = options.needed ?? Math.floor(voters.length / 2) + 1;
  checkLimit('voteKick({ timeoutMs })', timeoutMs);
  checkCount('voteKick({ needed }) takes 1 or more', needed, 1);
  let ayes = 0;
  let open = voters.length;
  await room.race([
    () =>
      room.all(
        voters.map((voter) => async () => {
          if ((await ask(voter, { timeoutMs, otherwise: undefined })) === true) ayes += 1;
          open -= 1;
        }),
      ),
    () => room.until(() => ayes >= needed || ayes + open < needed || target.left),
  ]);
  if (target.left || ayes < needed) return false;
  target.kick(reason);
  return true;
}
