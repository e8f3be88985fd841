/** One room of a simulated server: the live room, its connections, and the log of its match. */
import type { Watcher } from '../games/sim-game.ts';
import type { SimNetwork } from './sim-network.ts';
import type { MatchLog } from './client-log.ts';
import type { SimRoom } from './sim-room.ts';

export interface ServerRoom {
  readonly code: string;
  readonly live: SimRoom;
  readonly network: SimNetwork;
  readonly log: MatchLog;
  readonly watcher: Watcher;
  /** Cancels the end of a member's grace period. */
  readonly grace: Map<string, () => void>;
  /** Joins that are not settled yet. */
  joining: number;
  /** Members for whom the clock is held after a restart, and until when at most. */
  readonly awaitedReturns: Set<string>;
  heldUntilMs: number;
  /** Its match is being replayed from the journal. */
  isReplaying: boolean;
}

type Find = (invariant: string, match: string, tick: number, details: string) => void;

/** The match and the room have the same members. */
export function checkMembership({ live: room, log }: ServerRoom, found: Find): void {
  const { match, members: door } = room;
  const inMatch = new Set([...match.players.map(({ id }) => id), ...match.spectators]);
  const wrong = [...door.all].filter(({ id, admitted: entered }) => entered && !inMatch.delete(id)).map(({ id }) => id);
  for (const id of [...wrong, ...inMatch]) {
    found('the server and the match agree on who is present', log.matchId, match.tick, id);
  }
}

/** After a restart no tick passes until all members are back. */
export function checkRejoinHold(
  { live: room, log, awaitedReturns: awaited, heldUntilMs, isReplaying: isRebuilt }: ServerRoom,
  nowMs: number,
  found: Find,
): void {
  if (isRebuilt || awaited.size === 0) return;
  if (nowMs < heldUntilMs) {
    const invariant = 'after a restart the clock is held until all players are back';
    found(invariant, log.matchId, room.match.tick, [...awaited].join());
  }
  awaited.clear();
}
