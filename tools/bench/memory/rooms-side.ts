/** Rooms that wait for players in a server as it runs in production, and what memory each of them takes. */
import { setTimeout } from 'node:timers/promises';
import { matchMaker } from '@colyseus/core';
import { app } from '../../../greenroom.config.ts';
import { loadGames } from '../../../server/games.ts';
import { readSettings } from '../../../server/settings.ts';
import { startServer } from '../../../server/start.ts';
import { inFolder } from '../journal/folder.ts';
import { serveOrders } from '../serve-orders.ts';
import { each, footprint, type Footprint } from './footprint.ts';

export interface RoomsOrder {
  readonly game: 'liars-dice' | 'arena';
  readonly rooms: number;
}

/** The first rooms pay for code, caches and the journal's threads. */
const FIRST_ROOMS = 50;
/** So long they tick before they are weighed. */
const TICKING_MS = 3_000;

serveOrders<RoomsOrder>(({ game, rooms }) =>
  inFolder(async (folder): Promise<Footprint> => {
    const settings = readSettings({ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', DATA_DIR: folder });
    const server = await startServer(settings, { games: await loadGames(app.games) });
    await openRooms(game, FIRST_ROOMS);
    await setTimeout(TICKING_MS);
    const before = await footprint();
    await openRooms(game, rooms);
    await setTimeout(TICKING_MS);
    const open = server.host.rooms.size;
    if (open !== FIRST_ROOMS + rooms) throw new Error(`${open} rooms are open, not ${FIRST_ROOMS + rooms}`);
    const weighed = each(rooms, before, await footprint());
    await server.stop();
    return weighed;
  }),
);

async function openRooms(game: string, count: number): Promise<void> {
  for (let left = count; left > 0; left--) {
    const { roomId } = await matchMaker.createRoom(game, {});
    // Else it closes where nobody comes for a while.
    matchMaker.getLocalRoomById(roomId).autoDispose = false;
  }
}
