/** What somebody is told who joins a room, or comes back to it. */
import type { Welcome } from '../../shared/wire.ts';
import type { Match } from '../../shared/runtime/host.ts';
import type { DelayedAudience } from './delayed-audience.ts';
import type { Member } from './members/member.ts';

/** The parts of a room that a welcome describes. */
interface WelcomingRoom {
  readonly match: Pick<Match, 'start' | 'now'>;
  readonly inputs: object | undefined;
  readonly delayed: Pick<DelayedAudience, 'nowMs' | 'late'> | undefined;
  readonly held: boolean;
  readonly lostMs: number;
}

/**
 * @param recoveries how often the match was brought back
 * @param lost it has lost moments that this member has seen
 */
export function welcomeOf(
  room: WelcomingRoom,
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
