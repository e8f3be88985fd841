/** Our server with the walk, as it runs in production: its journal goes to a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../../server/start.ts';
import { readSettings } from '../../../server/settings.ts';
import { walkGame } from '../walk/game.ts';
import { serveServer } from './serve.ts';
import { UNLIMITED } from './unlimited.ts';

const folder = mkdtempSync(join(tmpdir(), 'greenroom-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const settings = readSettings({ ...UNLIMITED, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', DATA_DIR: folder });
const { port } = await startServer(settings, { games: [{ game: walkGame }] });
serveServer(port);
