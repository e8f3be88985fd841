// What must be there before anything else runs: what the project depends on, and the client.
// Plain JavaScript on built-ins alone, because a fresh clone runs it on whatever Node the machine has.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { callByName, callOf, managerFor, MANAGERS, pinnedNode, withPath } from './managers.mjs';

const slowMs = 2_000;
const bundle = 'dist/client/index.html';
const commands = resolve('node_modules/.bin');

/** @type {Record<string, () => Promise<void>>} */
const steps = {
  async install() {
    const manager = managerFor(existsSync, process.env);
    if (changedAt('package-lock.json') <= changedAt(manager.mark)) return;
    const call = callOf(manager, process.env, process.platform);
    // An install may replace the pinned Node: the package manager must not run on it meanwhile.
    const env = withPath(process.env, (folders) => folders.filter((folder) => resolve(folder) !== commands));
    await run('Installing the dependencies …', call, env);
    // Yarn makes no link to a command that an install script brings.
    if (![pinnedNode(process.platform), 'node_modules/.bin/node'].some((path) => existsSync(path))) {
      stop(
        `The pinned Node is missing: ${manager.name} must be allowed to run the install script of the package "node".`,
      );
    }
    touch(manager.mark, Date.now());
  },

  async client() {
    const sources = ['client', 'shared', 'vite.config.ts', ...MANAGERS.map(({ mark }) => mark)];
    if (Math.max(...sources.map(changedAt)) <= changedAt(bundle)) return;
    const beganAt = Date.now();
    const env = withPath(process.env, (folders) => [...folders, commands]);
    await run('Building the client …', callByName('vite', ['build', '--logLevel', 'warn'], process.platform), env);
    // Stamped with its beginning, so that an edit made during the build counts as newer.
    touch(bundle, beganAt);
  },
};

/** @param {readonly string[]} names `install`, `client` */
export async function prepare(names) {
  for (const name of names) {
    const step = steps[name] ?? stop(`There is no step "${name}": they are ${Object.keys(steps).join(', ')}.`);
    await step();
  }
}

/**
 * When a file, or anything below a folder, last changed (ms); 0 where there is none. A deletion changes its folder.
 *
 * @param {string} path
 * @returns {number}
 */
function changedAt(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

/**
 * @param {string} path
 * @param {number} atMs
 */
function touch(path, atMs) {
  utimesSync(path, atMs / 1_000, atMs / 1_000);
}

/**
 * Runs a command without a word, unless it is slow (one line) or fails (all it said, and the end).
 *
 * @param {string} title
 * @param {import('./managers.mjs').Call} call
 * @param {Record<string, string | undefined>} environment
 */
async function run(title, { command, args, shell }, environment) {
  const { NODE_ENV: _, ...env } = environment;
  const slow = setTimeout(() => console.log(title), slowMs);
  const child = spawn(command, args, { env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise((settle) => {
    child.on('error', (error) => settle(error.message));
    child.on('close', settle);
  });
  clearTimeout(slow);
  if (code !== 0) stop(`${said}\n\`${command} ${args.join(' ')}\` failed (${code}).`);
}

/**
 * @param {string} message
 * @returns {never}
 */
function stop(message) {
  console.error(message.trim());
  process.exit(1);
}
