// What must be there before anything else runs: what the project depends on, and the client.
// Plain JavaScript on built-ins alone, because a fresh clone runs it on whatever Node the machine has.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { callByName, callOf, managerFor, MANAGERS, NPM, withPath } from './managers.mjs';
import { bringPinnedNode } from './pinned-node.mjs';

/** Slower steps are reported, and then again and again. */
const slowMs = 2_000;
const stillMs = 15_000;
const bundle = 'dist/client/index.html';
const commands = resolve('node_modules/.bin');

/** @type {Record<string, () => Promise<void>>} */
const steps = {
  /** What the server needs. The packages that only tests and tools need stay where they are, except in production. */
  async install() {
    await install(process.env.NODE_ENV !== 'production' && packages('devDependencies').some(isInstalled));
  },

  /** Everything. */
  async tools() {
    await install(true);
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

/** @param {readonly string[]} names `install`, `tools`, `client` */
export async function prepare(names) {
  for (const name of names) {
    const step = steps[name] ?? stop(`There is no step "${name}": they are ${Object.keys(steps).join(', ')}.`);
    await step();
  }
}

/** @param {boolean} withTools */
async function install(withTools) {
  const manager = managerFor(existsSync, process.env);
  // An install may replace the pinned Node: the package manager must not run on it meanwhile.
  const env = withPath(process.env, (folders) => folders.filter((folder) => resolve(folder) !== commands));
  const wanted = [...packages('dependencies'), ...(withTools ? packages('devDependencies') : [])];
  if (changedAt('package-lock.json') > changedAt(manager.mark) || !wanted.every(isInstalled)) {
    const title = withTools ? 'Installing the dependencies and the tools …' : 'Installing the dependencies …';
    const args = withTools ? manager.install : manager.production;
    await run(title, callOf(manager.name, args, process.env, process.platform), env);
    touch(manager.mark, Date.now());
  }
  try {
    await bringPinnedNode(process.platform, process.arch, (cwd) => {
      const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
      return run('Installing Node …', callOf(NPM.name, args, process.env, process.platform), env, cwd);
    });
  } catch (error) {
    stop(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Names of package.json.
 *
 * @param {'dependencies' | 'devDependencies'} kind
 * @returns {string[]}
 */
function packages(kind) {
  return Object.keys(JSON.parse(readFileSync('package.json', 'utf8'))[kind] ?? {});
}

/** @param {string} name */
function isInstalled(name) {
  return existsSync(join('node_modules', name));
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
 * Runs a command without a word, unless it is slow (a line now and then) or fails (all it said, and the end).
 *
 * @param {string} title
 * @param {import('./managers.mjs').Call} call
 * @param {Record<string, string | undefined>} environment
 * @param {string} [cwd]
 */
async function run(title, { command, args, shell }, environment, cwd) {
  const { NODE_ENV: _, ...env } = environment;
  const fromMs = performance.now();
  const slow = setTimeout(() => console.log(title), slowMs);
  const still = setInterval(
    () => console.log(`${title} (${Math.round((performance.now() - fromMs) / 1_000)} s)`),
    stillMs,
  );
  const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise((settle) => {
    child.on('error', (error) => settle(error.message));
    child.on('close', settle);
  });
  clearTimeout(slow);
  clearInterval(still);
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
