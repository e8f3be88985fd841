/** One room of a simulated server: the live room, its hall, and what is written down about its match. */
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
  /** What takes back that somebody's seat is given up, by member: they are away. */
  readonly grace: Map<string, () => void>;
  /** Those who knock and were not let in yet. */
  joining: number;
  /** Those for whom its clock has to stand still after a restart, and until when at most. */
  readonly awaitedReturns: Set<string>;
  heldUntilMs: number;
  /** Its match is being built again from the journal. */
  isReplaying: boolean;
}

type Find = (invariant: string, match: string, tick: number, details: string) => void;

/** Whoever is in the match is in the room, and the other way about. */
export function checkMembership({ live: room, log }: ServerRoom, found: Find): void {
  const { match, members: door } = room;
  const inMatch = new Set([...match.players.map(({ id }) => id), ...match.spectators]);
  const wrong = [...door.all].filter(({ id, admitted: entered }) => entered && !inMatch.delete(id)).map(({ id }) => id);
  for (const id of [...wrong, ...inMatch]) {
    found('the server and the match agree on who is present', log.matchId, match.tick, id);
  }
}

/** After a restart no tick passes until all who were here have come back. */
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
