/** What every room waits for now, for operators. */
import { Router } from 'express';
import { formatTasks, type ScopeDescription } from '../../shared/runtime/index.ts';
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

/** `/rooms` as text, `/rooms.json` for programs. */
export function debugPages(rooms: ReadonlyMap<string, LiveRoom>): Router {
  const router = Router();
  const reports = (): RoomReport[] => Array.from(rooms.values(), report);
  router.get('/rooms.json', (_request, response) => void response.json({ rooms: reports() }));
  router.get('/rooms', (_request, response) => {
    const text = reports().map(asText).join('\n\n');
    response.type('text').send(`${text === '' ? 'There is no room.' : text}\n`);
  });
  return router;
}

function report({ id, match, slipMs, private: hidden }: LiveRoom): RoomReport {
  return {
    id,
    game: match.game.name,
    private: hidden,
    open: match.open,
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
