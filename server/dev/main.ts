/** `npm run dev`: runs the server, and restarts it when its sources change. */
import { spawnSync } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { extname, join } from 'node:path';
import { shutDownWhenOrphaned } from '../shutdown-signals.ts';
import { CODE, PROJECT } from '../folders.ts';
import { freePort } from '../free-port.ts';
import { DevServer } from './dev-server.ts';

const SERVER = join(CODE, `server/main${extname(import.meta.filename)}`);
/** What the server loads. A project of its own has some of these. */
const WATCHED = ['server', 'shared', 'games', 'greenroom.config.ts']
  .map((path) => join(PROJECT, path))
  .filter(existsSync);
/** An editor writes a file in several steps, and a change of branch touches many files. */
const SETTLE_MS = 100;

const environment = { ...process.env, NODE_ENV: 'development' };
const words = process.argv.slice(2);

// With arguments it only answers, so there is nothing to restart.
if (words.length > 0) {
  process.exit(spawnSync(process.execPath, [SERVER, ...words], { env: environment, stdio: 'inherit' }).status ?? 1);
}

// One port for all its processes, so that pages find the next one.
const server = new DevServer(SERVER, { ...environment, RELOAD_PORT: String(await freePort()) });

let settling: NodeJS.Timeout | undefined;
for (const path of WATCHED) {
  watch(path, { recursive: true }, () => {
    clearTimeout(settling);
    settling = setTimeout(() => server.restart(), SETTLE_MS);
  });
}

let ending = false;
const end = (): void => {
  if (ending) return server.kill();
  ending = true;
  void server.stop().then(() => process.exit(0));
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
// From the script that a package manager runs: it does not know whether this process got the same signal.
process.on('SIGHUP', () => {
  if (!ending) end();
});
shutDownWhenOrphaned(end);
server.restart();
