/** Our server with the arena, as it runs in production: its journal goes to a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../../server/start.ts';
import { readSettings } from '../../../server/settings.ts';
import { arena } from '../../../shared/games/arena/game.ts';
import { OPERATOR_PASSWORD } from '../../../test/support/operator.ts';
import { serveServer } from '../servers/serve.ts';
import { UNLIMITED } from '../servers/unlimited.ts';

const folder = mkdtempSync(join(tmpdir(), 'greenroom-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const settings = readSettings({
  ...UNLIMITED,
  PORT: '0',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'error',
  DATA_DIR: folder,
  OPERATOR_PASSWORD,
});
const { port } = await startServer(settings, { games: [{ game: arena }] });
serveServer(port);
