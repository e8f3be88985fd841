/** What every room waits for, for operators. */
import { Router, type Request } from 'express';
import { formatTasks } from '../../shared/runtime/host.ts';
import { HTTP_LIMITS } from '../host/limits.ts';
import type { LiveRoom } from '../host/live-room.ts';

/** `/rooms` as text and `/rooms.json` for programs: some at a time, from `?from=NUMBER` on. */
export function debugPages(rooms: ReadonlyMap<string, LiveRoom>): Router {
  const router = Router();
  router.get('/rooms.json', (request, response) => {
    response.json({ rooms: roomsFrom(rooms, request).map(report), total: rooms.size });
  });
  router.get('/rooms', (request, response) => {
    const shown = roomsFrom(rooms, request).map(report).map(asText);
    const isPart =
      shown.length < rooms.size ? [`${shown.length} of ${rooms.size} rooms; the next are at ?from=NUMBER`] : [];
    const parts = shown.length + isPart.length > 0 ? [...shown, ...isPart] : ['There is no room.'];
    response.type('text').send(`${parts.join('\n\n')}\n`);
  });
  return router;
}

function roomsFrom(rooms: ReadonlyMap<string, LiveRoom>, { query }: Request): LiveRoom[] {
  const from = Number(query['from'] ?? 0);
  if (!Number.isSafeInteger(from) || from < 0) return [];
  return rooms.values().drop(from).take(HTTP_LIMITS.describedRooms).toArray();
}

type RoomReport = ReturnType<typeof report>;

function report({ id, match, lostMs, private: hidden }: LiveRoom) {
  return {
    id,
    game: match.game.name,
    private: hidden,
    open: match.joinable,
    tick: match.tick,
    nowMs: match.now,
    slipMs: lostMs,
    players: match.players.map((player) => {
      const { seat, name, bot, connected } = player;
      return { seat, id: player.id, name, bot, connected };
    }),
    watchers: match.spectators.size,
    liveTasks: match.liveTasks,
    tasks: match.describe(),
  };
}

function asText(room: RoomReport): string {
  const facts = [
    `${(room.nowMs / 1000).toFixed(1)} s (tick ${room.tick})`,
    ...(room.slipMs > 0 ? [`slip ${Math.round(room.slipMs)} ms`] : []),
    `${room.liveTasks} tasks`,
    `${room.watchers} watching`,
    room.open ? 'open' : 'closed',
    ...(room.private ? ['private'] : []),
  ];
  const seats = room.players.map(({ seat, name, bot, connected }) => {
    return `  ${seat}: ${name}${bot ? ' (bot)' : ''}${connected ? '' : ' (connection lost)'}`;
  });
  return [`${room.id} ${room.game}: ${facts.join(', ')}`, ...seats, formatTasks(room.tasks, '  ')].join('\n');
}
