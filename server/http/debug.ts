/** What every room waits for now, for operators. */
import { Router, type Request } from 'express';
import { formatTasks, type ScopeDescription } from '../../shared/runtime/host.ts';
import { HTTP_LIMITS } from '../host/limits.ts';
import type { LiveRoom } from '../host/live-room.ts';

interface RoomReport {
  id: string;
  game: string;
  private: boolean;
  open: boolean;
  tick: number;
  /** Match time. */
  nowMs: number;
  /** Match time lost because the process was too slow. */
  slipMs: number;
  players: { seat: number; id: string; name: string; bot: boolean; connected: boolean }[];
  watchers: number;
  liveTasks: number;
  tasks: ScopeDescription;
}

/** `/rooms` as text, `/rooms.json` for programs: so many at a time, from `?from=NUMBER` on. */
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

function report({ id, match, lostMs: slipMs, private: hidden }: LiveRoom): RoomReport {
  return {
    id,
    game: match.game.name,
    private: hidden,
    open: match.joinable,
    tick: match.tick,
    nowMs: match.now,
    slipMs,
    players: match.players.map(({ seat, id: player, name, bot, connected }) => ({
      seat,
      id: player,
      name,
      bot,
      connected,
    })),
    watchers: match.spectators.size,
    liveTasks: match.liveTasks,
    tasks: match.describe(),
  };
}

function asText({
  id,
  game,
  private: hidden,
  open,
  tick,
  nowMs,
  slipMs,
  players,
  watchers,
  liveTasks,
  tasks,
}: RoomReport): string {
  const facts = [
    `${(nowMs / 1000).toFixed(1)} s (tick ${tick})`,
    ...(slipMs > 0 ? [`slip ${Math.round(slipMs)} ms`] : []),
    `${liveTasks} tasks`,
    `${watchers} watching`,
    open ? 'open' : 'closed',
    ...(hidden ? ['private'] : []),
  ];
  const seats = players.map(({ seat, name, bot, connected }) => {
    return `  ${seat}: ${name}${bot ? ' (bot)' : ''}${connected ? '' : ' (connection lost)'}`;
  });
  return [`${id} ${game}: ${facts.join(', ')}`, ...seats, formatTasks(tasks, '  ')].join('\n');
}
