// Package managers, and what differs between systems where one is started: pure functions, in plain JavaScript for whatever Node is there.
import { delimiter } from 'node:path';

/**
 * @typedef {Readonly<Record<string, string | undefined>>} Environment
 * @typedef {{ name: string, mark: string, install: readonly string[], production: readonly string[] }} Manager
 * @typedef {{ command: string, args: readonly string[], shell: boolean }} Call
 */

/**
 * `install` installs everything, and `production` what the server needs. Not `npm ci`, which installs all again where one package has changed;
 * `--no-save` leaves the lockfile alone too.
 *
 * @type {Manager}
 */
export const NPM = {
  name: 'npm',
  mark: 'node_modules/.package-lock.json',
  install: ['install', '--no-save', '--include=dev'],
  production: ['install', '--no-save', '--omit=dev'],
};

/** For later versions of Yarn, which leave out nothing. */
const BERRY = ['install'];

/**
 * Each leaves its own mark in a folder that it has filled, and what is there is another's to change.
 *
 * @type {readonly Manager[]}
 */
export const MANAGERS = [
  NPM,
  {
    name: 'pnpm',
    mark: 'node_modules/.modules.yaml',
    install: ['install', '--prod=false', '--no-frozen-lockfile'],
    production: ['install', '--prod', '--no-frozen-lockfile'],
  },
  {
    name: 'yarn',
    mark: 'node_modules/.yarn-integrity',
    install: ['install', '--production=false'],
    production: ['install', '--production'],
  },
  { name: 'yarn', mark: 'node_modules/.yarn-state.yml', install: BERRY, production: BERRY },
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
 * @param {string} name
 * @param {readonly string[]} args
 * @param {Environment} environment
 * @param {string} platform
 * @returns {Call}
 */
export function callOf(name, args, environment, platform) {
  const { npm_execpath: script = '', npm_node_execpath: node, npm_config_user_agent: agent = '' } = environment;
  // It must not run on the pinned Node, which an install may replace.
  if (node !== undefined && agent.startsWith(`${name}/`) && /\.[cm]?js$/.test(script)) {
    return { command: node, args: [script, ...args], shell: false };
  }
  return callByName(name, args, platform);
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
