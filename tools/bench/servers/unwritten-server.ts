/** Our server with the walk, and with nothing written down. */
import { startServer } from '../../../server/start.ts';
import { readSettings } from '../../../server/settings.ts';
import { walkGame } from '../walk/game.ts';
import { NullStore } from '../../../test/support/null-store.ts';
import { serveServer } from './serve.ts';
import { UNLIMITED } from './unlimited.ts';

const settings = readSettings({ ...UNLIMITED, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error' });
const { port } = await startServer(settings, { games: [{ game: walkGame }], journal: new NullStore() });
serveServer(port);
