/** The public list of rooms. */
import type { RequestHandler } from 'express';
import type { RoomListing } from '../../shared/wire.ts';
import type { LiveRoom } from '../host/live-room.ts';
import type { Log } from '../log.ts';

/** More would be no use to anybody who looks for one. */
const MAX_LISTED = 200;

/** `GET /api/rooms[?game=NAME]`: public rooms, those that can be joined first. */
export function listRooms(rooms: ReadonlyMap<string, LiveRoom>, log: Log): RequestHandler {
  return (request, response) => {
    const { game } = request.query;
    const listed: RoomListing[] = [];
    for (const room of rooms.values()) {
      if (room.private || room.over) continue;
      if (game === undefined || game === room.match.game.name) listed.push(listingOf(room, log));
    }
    listed.sort((a, b) => Number(b.open) - Number(a.open));
    response.set('cache-control', 'no-store').json({ rooms: listed.slice(0, MAX_LISTED) });
  };
}

function listingOf(room: LiveRoom, log: Log): RoomListing {
  const { match } = room;
  const { name, title } = match.game;
  const taken = match.players.length;
  return {
    id: room.id,
    game: name,
    title,
    seats: match.seatCount,
    taken,
    watchers: match.spectators.size,
    open: match.open && taken < match.seatCount,
    info: infoOf(room, log),
  };
}

function infoOf({ match, id }: LiveRoom, log: Log): RoomListing['info'] {
  try {
    return match.game.listing?.(match.state) ?? {};
  } catch (error) {
    log.warn({ game: match.game.name, room: id, err: error }, 'listing failed');
    return {};
  }
}
