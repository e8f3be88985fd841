/** Whose turn it is: players one after the other, in the order of their seats. */
import { checkCount } from '../errors/argument-checks.ts';
import type { Player } from '../room/player.ts';
import type { Room } from '../room/room.ts';
import type { GameSpec } from '../room/spec.ts';

/** How turns go around. */
export interface TurnOptions<S extends GameSpec> {
  /** The seat that begins, or the next one that plays; 0 unless given. */
  readonly first?: number;
  /** Whether a player is out, and has no turn. Asked again for each turn. */
  isOut?(player: Player<S>): boolean;
  /** The turns end when fewer players than this are left; 1 unless given. */
  readonly least?: number;
}

/**
 * The players whose turn it is, one after the other, around the table without end. Who has left or is out has no turn; who sits down meanwhile
 * has one. It ends when too few are left. It waits for nothing: the body of the loop awaits the move.
 *
 * @throws RangeError if `least` is not a whole number of 1 or more
 *
 * @example
 * for (const player of turns(room, { first: starter, least: 2 })) {
 *   const move = await player.next('move', { timeoutMs: 20_000, otherwise: undefined });
 *   if (isWon(room.state, move)) return player;
 * }
 */
export function* turns<S extends GameSpec>(
  room: Room<S>,
  { first = 0, isOut, least = 1 }: TurnOptions<S> = {},
): Generator<Player<S>, void, undefined> {
  checkCount('turns({ least }) takes 1 or more players', least, 1);
  for (let from = first; ;) {
    const playing = room.players.filter((player) => isOut?.(player) !== true);
    const next = playing.find(({ seat }) => seat >= from) ?? playing[0];
    if (next === undefined || playing.length < least) return;
    yield next;
    from = next.seat + 1;
  }
}
