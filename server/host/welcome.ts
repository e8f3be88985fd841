/** What somebody is told who joins a room, or comes back to it. */
import type { Welcome } from '../../shared/wire.ts';
import type { LiveRoom } from './live-room.ts';
import type { Member } from './members/member.ts';

/**
 * @param recoveries how often the match was brought back
 * @param lost it has lost moments that this member has seen
 */
export function welcomeOf(
  room: LiveRoom,
  { id, seat, spectator, delivery }: Member,
  recoveries: number,
  lost: boolean,
): Welcome {
  const { start, now } = room.match;
  const delayed = spectator ? room.delayed : undefined;
  return {
    game: start.game,
    seat: seat ?? null,
    player: id,
    tickRate: start.tickRate,
    inputs: room.inputs !== undefined,
    matchId: start.matchId,
    now: delayed?.nowMs ?? now,
    received: delivery.received,
    held: room.held,
    recoveries,
    slipMs: room.lostMs,
    ...(lost && { lost: true }),
    ...(delayed && { late: delayed.late }),
  };
}
