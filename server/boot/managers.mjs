// Package managers, and what differs between systems where one is started: pure functions, in plain JavaScript for whatever Node is there.
import { delimiter, join } from 'node:path';

/**
 * @typedef {Readonly<Record<string, string | undefined>>} Environment
 * @typedef {{ name: string, mark: string, install: readonly string[] }} Manager
 * @typedef {{ command: string, args: readonly string[], shell: boolean }} Call
 */

// Not `npm ci`: it refuses a lockfile that misses other platforms' optional packages. `--no-save` leaves the lockfile alone too.
/** @type {Manager} */
const NPM = {
  name: 'npm',
  mark: 'node_modules/.package-lock.json',
  install: ['install', '--no-save', '--include=dev'],
};

/**
 * Each leaves its own mark in a folder that it has filled, and what is there is another's to change.
 *
 * @type {readonly Manager[]}
 */
export const MANAGERS = [
  NPM,
  { name: 'pnpm', mark: 'node_modules/.modules.yaml', install: ['install', '--prod=false', '--no-frozen-lockfile'] },
  { name: 'yarn', mark: 'node_modules/.yarn-integrity', install: ['install', '--production=false'] },
  { name: 'yarn', mark: 'node_modules/.yarn-state.yml', install: ['install'] },
];

/**
 * Who installs: the one that filled the folder, else the one that runs this, else npm.
 *
 * @param {(path: string) => boolean} exists
 * @param {Environment} environment
 * @returns {Manager}
 */
export function managerFor(exists, environment) {
  const [, running, major] = /^(\w+)\/(\d+)/.exec(environment.npm_config_user_agent ?? '') ?? [];
  return (
    MANAGERS.find(({ mark }) => exists(mark)) ??
    // The first Yarn leaves another mark than all that came later.
    MANAGERS.find(
      ({ name, mark }) => name === running && (name !== 'yarn' || mark.endsWith('.yarn-integrity') === (major === '1')),
    ) ??
    NPM
  );
}

/**
 * How to call a package manager. The one that runs this says where its script is; any other has to be on the path.
 *
 * @param {Manager} manager
 * @param {Environment} environment
 * @param {string} platform
 * @returns {Call}
 */
export function callOf({ name, install }, environment, platform) {
  const { npm_execpath: script = '', npm_node_execpath: node, npm_config_user_agent: agent = '' } = environment;
  // It must not run on the pinned Node, which an install may replace.
  if (node !== undefined && agent.startsWith(`${name}/`) && /\.[cm]?js$/.test(script)) {
    return { command: node, args: [script, ...install], shell: false };
  }
  return callByName(name, install, platform);
}

/**
 * Commands are scripts on Windows, which only its shell can start.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} platform
 * @returns {Call}
 */
export function callByName(command, args, platform) {
  return platform === 'win32' ? { command: `${command}.cmd`, args, shell: true } : { command, args, shell: false };
}

/**
 * The environment with another path to look for commands on. Windows writes its name as it likes, and reads but one of several.
 *
 * @param {Environment} environment
 * @param {(folders: string[]) => string[]} change
 * @param {string} separator
 * @returns {Record<string, string | undefined>}
 */
export function withPath(environment, change, separator = delimiter) {
  const names = Object.keys(environment).filter((name) => name.toUpperCase() === 'PATH');
  const [first = 'PATH'] = names;
  const folders = (environment[first] ?? '').split(separator).filter((folder) => folder !== '');
  const others = Object.entries(environment).filter(([name]) => !names.includes(name));
  return { ...Object.fromEntries(others), [first]: change(folders).join(separator) };
}

/**
 * Where the package `node` has its Node. Not the link beside other commands: that may be a script which passes no signals on.
 *
 * @param {string} platform
 */
export function pinnedNode(platform) {
  return join('node_modules/node/bin', platform === 'win32' ? 'node.exe' : 'node');
}
