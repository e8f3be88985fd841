/** What a member is sent who joins or returns. */
import type { Welcome } from '../../shared/wire.ts';
import type { LiveRoom } from './live-room.ts';
import type { Member } from './members/member.ts';

/**
 * @param recoveries how often the match was recovered
 * @param lost it has lost ticks that this member saw
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
