/** Our server with the walk, and with nothing written down. */
import { startServer } from '../../../server/start.ts';
import { readSettings } from '../../../server/settings.ts';
import { walkGame } from '../walk/game.ts';
import { NoStore } from './no-store.ts';
import { serveServer } from './serve.ts';

const settings = readSettings({ PORT: '0', HOST: '127.0.0.1', PLAYERS_PER_ADDRESS: '10000', LOG_LEVEL: 'error' });
const { port } = await startServer(settings, { games: [{ game: walkGame }], journal: new NoStore() });
serveServer(port);
