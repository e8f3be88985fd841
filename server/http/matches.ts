/** How a match ended, for a player whose seat is gone. */
import type { RequestHandler } from 'express';
import { MATCH_ID, type MatchFate } from '../../shared/wire.ts';
import { codeVersion } from '../code-version.ts';
import type { LiveRoom } from '../host/live-room.ts';
import type { EndedMatch } from '../journal/store.ts';

/** Where ended matches are found. */
export interface EndedMatches {
  ended(matchId: string): EndedMatch | undefined;
}

/** `GET /api/matches/MATCH`: whether it is open, or how it ended. Why a script failed is not public. */
export function sendFate(
  rooms: ReadonlyMap<string, LiveRoom>,
  ended: EndedMatches,
): RequestHandler<{ matchId: string }> {
  return ({ params: { matchId } }, response) => {
    const fate = MATCH_ID.test(matchId) ? fateOf(matchId, rooms, ended) : undefined;
    response.set('cache-control', 'no-store');
    if (fate === undefined) response.status(404).json({ error: 'no match of this id is known here' });
    else response.json(fate);
  };
}

function fateOf(matchId: string, rooms: ReadonlyMap<string, LiveRoom>, matches: EndedMatches): MatchFate | undefined {
  // A match id begins with the code of its room.
  const [code = ''] = matchId.split('-');
  const room = rooms.get(code);
  if (room?.over === false && room.match.start.matchId === matchId) return { fate: 'open' };
  const ended = matches.ended(matchId);
  if (ended === undefined) return undefined;
  const { start, end } = ended;
  if (end.kind !== 'voided') return { fate: end.kind };
  return { fate: 'voided', changed: start.code !== codeVersion(start.game) };
}
