/** The public list of rooms. */
import type { RequestHandler } from 'express';
import type { RoomListing } from '../../shared/wire.ts';
import { HTTP_LIMITS } from '../host/limits.ts';
import type { LiveRoom } from '../host/live-room.ts';
import type { Log } from '../log.ts';

type Rooms = ReadonlyMap<string, LiveRoom>;

/**
 * `GET /api/rooms[?game=NAME]`: public rooms, those first that can be joined. The list is made four times a second at most.
 *
 * @param nowMs a clock that never jumps
 */
export function listRooms(rooms: Rooms, log: Log, nowMs = (): number => performance.now()): RequestHandler {
  const texts = new Map<unknown, string>();
  let endsMs = -Infinity;

  const textOf = (game: unknown): string => {
    const known = texts.get(game);
    if (known !== undefined) return known;
    const listed = shortlist(rooms, game).map((room) => listingOf(room, log));
    const text = JSON.stringify({ rooms: listed });
    // Names that clients make up are not cached.
    if (listed.length > 0) texts.set(game, text);
    return text;
  };

  return (request, response) => {
    if (nowMs() >= endsMs) {
      texts.clear();
      endsMs = nowMs() + HTTP_LIMITS.listMs;
    }
    response.type('json').set('cache-control', 'no-store').end(textOf(request.query['game']));
  };
}

/** As many rooms as are listed, those first that can be joined. */
function shortlist(rooms: Rooms, game: unknown): LiveRoom[] {
  const open: LiveRoom[] = [];
  const others: LiveRoom[] = [];
  for (const room of rooms.values()) {
    if (room.private || room.over) continue;
    if (game !== undefined && game !== room.match.game.name) continue;
    (canBeJoined(room) ? open : others).push(room);
  }
  return [...open, ...others].slice(0, HTTP_LIMITS.listedRooms);
}

function canBeJoined({ match }: LiveRoom): boolean {
  return match.joinable && match.players.length < match.seatCount;
}

function listingOf(room: LiveRoom, log: Log): RoomListing {
  const { match } = room;
  const { name, title } = match.game;
  return {
    id: room.id,
    game: name,
    title,
    seats: match.seatCount,
    taken: match.players.length,
    watchers: match.spectators.size,
    open: canBeJoined(room),
    info: infoOf(room, log),
  };
}

function infoOf({ match, id }: LiveRoom, log: Log): RoomListing['info'] {
  try {
    return match.game.listing?.(match.state) ?? {};
  } catch (error) {
    log.warn({ game: match.game.name, room: id, err: error }, 'room listing failed');
    return {};
  }
}
