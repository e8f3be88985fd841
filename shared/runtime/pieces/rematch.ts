/** The rematch: all players are asked whether to play again. */
import { checkLimit } from '../errors/argument-checks.ts';
import type { Player } from '../room/player.ts';
import type { Room } from '../room/room.ts';
import type { GameSpec } from '../room/spec.ts';
import { ANSWER_MS, type AskPlayer } from './answers.ts';
import type { DeadlineFields } from './countdown.ts';
import { setDeadline } from './deadline.ts';

/** Who is asked for a rematch, for how long, and what becomes of those who do not want one. */
export interface RematchOptions<S extends GameSpec> {
  /** Asks one player whether to play again. */
  readonly ask: AskPlayer<S>;
  /** How long each may take, in ms of match time; 20,000 unless given. */
  readonly timeoutMs?: number;
  /** A deadline of the state, which is set to when the time is up, so that clients can show it. */
  readonly deadline?: DeadlineFields;
  /** Bots are asked as well. Without it they agree at once. */
  readonly asksBots?: boolean;
  /** What happens to a player who said no, or nothing (undefined). Unless given they are kicked, and have left when `rematch` returns. */
  decline?(player: Player<S>, answer: false | undefined): void;
}

/**
 * Asks all players at once whether to play again, and waits for all answers. Those who decline leave the room.
 *
 * @returns whether the match goes on: a person is here who has not declined. There may be fewer players than before; `room.seated` waits
 *   for more
 * @throws RangeError if `timeoutMs` is not a number
 *
 * @example
 * do {
 *   const players = await room.seated(2);
 *   await playMatch(room, players);
 * } while (await rematch(room, { ask: (player, limit) => player.ask('rematch', {}, limit) }));
 */
export async function rematch<S extends GameSpec>(
  room: Room<S>,
  { ask, timeoutMs = ANSWER_MS, deadline, asksBots = false, decline }: RematchOptions<S>,
): Promise<boolean> {
  checkLimit('rematch({ timeoutMs })', timeoutMs);
  if (deadline !== undefined) setDeadline(room, deadline, timeoutMs);
  const votes = await room.all(
    room.players.map((player) => async () => {
      const answer = player.bot && !asksBots ? true : await ask(player, { timeoutMs, otherwise: undefined });
      if (answer !== true) (decline ?? kickDecliner)(player, answer);
      return answer === true ? [] : [player];
    }),
  );
  const declined = votes.flat();
  if (decline === undefined) await room.until(() => declined.every(({ left }) => left));
  return room.players.some((player) => !player.bot && !declined.includes(player));
}

function kickDecliner<S extends GameSpec>(player: Player<S>, answer: false | undefined): void {
  player.kick(answer === undefined ? 'No answer to the rematch.' : 'Thanks for playing.');
}
