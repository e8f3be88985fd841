// What must be there before anything else runs: `node server/boot/prepare.mjs [install] [client]`.
// Plain JavaScript on built-ins alone, because a fresh clone runs it on whatever Node the machine has.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';

const slowMs = 2_000;
const bundle = 'dist/client/index.html';
const lastInstall = 'node_modules/.package-lock.json';

const steps = {
  async install() {
    if (changedAt('package-lock.json') <= changedAt(lastInstall)) return;
    // Not `npm ci`: it refuses a lockfile that misses other platforms' optional packages. `--no-save` leaves the lockfile alone too.
    await run('Installing the dependencies …', 'npm', ['install', '--no-save', '--include=dev']);
    if (!existsSync('node_modules/.bin/node')) {
      stop('The pinned Node is missing: npm must be allowed to run the install script of the package "node".');
    }
    touch(lastInstall, Date.now());
  },

  async client() {
    const sources = ['client', 'shared', 'vite.config.ts', lastInstall];
    if (Math.max(...sources.map(changedAt)) <= changedAt(bundle)) return;
    const beganAt = Date.now();
    await run('Building the client …', 'vite', ['build', '--logLevel', 'warn']);
    // Stamped with its beginning, so that an edit made during the build counts as newer.
    touch(bundle, beganAt);
  },
};

for (const name of process.argv.slice(2)) await steps[name]();

/** When a file, or anything below a folder, last changed (ms); 0 where there is none. A deletion changes its folder. */
function changedAt(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

function touch(path, atMs) {
  utimesSync(path, atMs / 1_000, atMs / 1_000);
}

/** Runs a command without a word, unless it is slow (one line) or fails (all it said, and the end). */
async function run(title, command, args) {
  const { NODE_ENV: _, ...env } = process.env;
  // An install may replace the pinned Node: npm must not run on it meanwhile.
  if (command === 'npm') env.PATH = env.PATH.replaceAll(`${resolve('node_modules/.bin')}:`, '');
  const slow = setTimeout(() => console.log(title), slowMs);
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise((settle) => {
    child.on('error', (error) => settle(error.message));
    child.on('close', settle);
  });
  clearTimeout(slow);
  if (code !== 0) stop(`${said}\n\`${command} ${args.join(' ')}\` failed (${code}).`);
}

function stop(message) {
  console.error(message.trim());
  process.exit(1);
}
