/** Measures the memory per room that waits for players, in a server with its production settings. */
import { setTimeout } from 'node:timers/promises';
import { matchMaker } from '@colyseus/core';
import { app } from '../../../package/project.ts';
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

/** Rooms opened before the measurement: they load code and caches, and start the journal's threads. */
const FIRST_ROOMS = 50;
/** How long the rooms tick before they are measured. */
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
    const perRoom = each(rooms, before, await footprint());
    await server.stop();
    return perRoom;
  }),
);

async function openRooms(game: string, count: number): Promise<void> {
  for (let left = count; left > 0; left--) {
    const { roomId } = await matchMaker.createRoom(game, {});
    // An empty room would close after a while.
    matchMaker.getLocalRoomById(roomId).autoDispose = false;
  }
}
