/** Which files a page may load in development: the sources of the client, and what they import. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Everything that a page imports is in these. */
const FOLDERS = ['client', 'games', 'package', 'shared', 'node_modules'];
/** The list of games. */
const CONFIG = 'greenroom.config.ts';
/** Settings, secrets and history have names that begin with a dot, and journals are databases. */
const PRIVATE = /^\.|^greenroom\.|\.(db|db-\w+|sqlite\w*|pem|crt|key)$/i;
/** In `node_modules`: packages that Vite has bundled, and where pnpm may keep them. */
const OF_PACKAGES = /^\.(vite|pnpm)$/;
/** How a page asks for a file by its path on the disk. */
const BY_PATH = '/@fs/';
/** How it asks for a module by name: only modules without a file that Vite makes. */
const BY_NAME = '/@id/';
const OF_NO_FILE = `${BY_NAME}__x00__`;

export class SourceFiles {
  /** The folders that pages load from, and the targets of links to them. */
  readonly folders: readonly string[];
  /** The one file beside them. */
  readonly config: string;
  readonly #client: string;
  readonly #data: string;

  /**
   * @param dataFolder never shown, wherever it is
   * @param code the folder of Greenroom, which a project may have as a package
   */
  constructor(project: string, dataFolder: string, code: string = project) {
    const folders = [project, code].flatMap((root) => FOLDERS.map((name) => join(root, name)));
    this.folders = [...new Set([...folders, ...folders.map(realPath)])];
    this.config = join(realPath(project), CONFIG);
    this.#client = join(code, 'client');
    this.#data = dataFolder;
  }

  /**
   * Whether a page may ask for an address. Only plain ones are: one that could mean another file when it is decoded once more, or is read by another
   * part of Vite, is no address of a source.
   *
   * @param url without the base path
   */
  allowsUrl(url: string): boolean {
    const [path = ''] = url.split(/[?#]/, 1);
    const plain = decode(path);
    if (plain === undefined || /[%?#\\\0]|\/\//.test(plain) || plain.split('/').includes('..')) return false;
    if (plain.startsWith(BY_NAME) && !plain.startsWith(OF_NO_FILE)) return false;
    const file = plain.startsWith(BY_PATH) ? resolve(sep, plain.slice(BY_PATH.length)) : join(this.#client, plain);
    // Pages of the client have no dot in their name: where this is no file, it is nothing.
    return this.allows(file) && (plain.startsWith('/@') || !/\.\w+$/.test(plain) || existsSync(file));
  }

  /** Whether a page may load what Vite calls a module: a file with a query, or something that is no file. */
  allowsModule(id: string): boolean {
    const [path = ''] = id.replace(/^\0/, '').split(/[?#]/, 1);
    return !isAbsolute(path) || !existsSync(path) || this.allows(path);
  }

  /** Whether a page may have a file. Links count as their targets. */
  allows(file: string): boolean {
    const real = realPath(file);
    return this.#isSource(file) && this.#isSource(real) && !this.#isData(real);
  }

  #isSource(file: string): boolean {
    if (realPath(file) === this.config) return true;
    return this.folders.some((folder) => {
      if (!isIn(folder, file)) return false;
      const names = relative(folder, file).split(sep);
      if (folder.endsWith('node_modules') && OF_PACKAGES.test(names[0] ?? '')) names.shift();
      return !names.some((name) => PRIVATE.test(name));
    });
  }

  /** Where all sources are in the data folder too, its files are recognized by their names. */
  #isData(file: string): boolean {
    const data = realPath(this.#data);
    return isIn(data, file) && !this.folders.some((folder) => isIn(data, folder));
  }
}

/** Undefined where it cannot be decoded. */
function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** For a file that does not exist, where it would be. */
function realPath(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    const folder = dirname(file);
    return folder === file ? file : join(realPath(folder), relative(folder, file));
  }
}

function isIn(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path === '' || (!isAbsolute(path) && path !== '..' && !path.startsWith(`..${sep}`));
}
