/** The built browser client in memory: no request opens a file, and slow readers share the bytes. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { loadFromBasePath, writeBasePath } from './document.ts';

/** Encodings of a file, the best first. */
export const ENCODINGS = ['br', 'gzip'] as const;
export type Encoding = (typeof ENCODINGS)[number] | 'identity';

export interface BundleFile {
  /** Such as `.js`. */
  readonly extension: string;
  /** Its name contains a hash of its contents. */
  readonly immutable: boolean;
  readonly digest: string;
  /** Its bytes; compressed too, where that helps. */
  readonly bodies: ReadonlyMap<Encoding, Buffer>;
}

export interface Bundle {
  /** The document, which is sent for every page. */
  readonly document: BundleFile;
  /** By path, such as `/assets/index-Bt5zICVH.js`. */
  readonly files: ReadonlyMap<string, BundleFile>;
}

const DOCUMENT = 'index.html';
/** Where the build has put compressed files. */
const COMPRESSED: ReadonlyMap<string, Encoding> = new Map([
  ['.br', 'br'],
  ['.gz', 'gzip'],
]);
/** How often it checks whether the client was rebuilt. */
const LOOK_MS = 1_000;

/** The bundle in a folder, which may be rebuilt while the server runs. */
export class BundleFolder {
  readonly #folder: string;
  readonly #basePath: string;
  readonly #nowMs: () => number;
  #last: Bundle | undefined;
  #looking: Promise<Bundle | undefined> = Promise.resolve(undefined);
  #builtAt = '';
  #lookAtMs = -Infinity;

  /**
   * @param basePath where browsers see the pages
   * @param nowMs a clock that never jumps
   */
  constructor(folder: string, basePath: string, nowMs: () => number) {
    this.#folder = folder;
    this.#basePath = basePath;
    this.#nowMs = nowMs;
  }

  /** The bundle as of the last check. */
  get last(): Bundle | undefined {
    return this.#last;
  }

  /** The bundle of the last build; undefined: there was none. */
  current(): Promise<Bundle | undefined> {
    if (this.#nowMs() >= this.#lookAtMs) {
      this.#lookAtMs = this.#nowMs() + LOOK_MS;
      this.#looking = this.#look();
    }
    return this.#looking;
  }

  async #look(): Promise<Bundle | undefined> {
    try {
      const paths = [join(this.#folder, DOCUMENT), join(this.#folder, 'assets')];
      const times = await Promise.all(paths.map((path) => stat(path)));
      const builtAt = times.map(({ mtimeMs }) => mtimeMs).join();
      if (builtAt === this.#builtAt) return this.#last;
      this.#last = await readBundle(this.#folder, this.#basePath);
      this.#builtAt = builtAt;
    } catch (error) {
      // Files come and go during a build.
      if (this.#last === undefined && !isMissing(error)) throw error;
    }
    return this.#last;
  }
}

async function readBundle(folder: string, basePath: string): Promise<Bundle> {
  const document = await readFile(join(folder, DOCUMENT), 'utf8');
  const files = await readFiles(folder, (name) => name.startsWith('/assets/'));
  files.delete(`/${DOCUMENT}`);
  return { document: await documentOf(document, basePath), files };
}

/**
 * Reads all files of a folder but hidden ones, by their paths in it, such as `/assets/index-Bt5zICVH.js`.
 *
 * @param isImmutable whether the name of a file changes with its contents
 */
export async function readFiles(
  folder: string,
  isImmutable: (name: string) => boolean,
): Promise<Map<string, BundleFile>> {
  const bodies = new Map<string, Map<Encoding, Buffer>>();
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  for (const path of names) {
    const name = path.slice(folder.length).replaceAll(sep, '/');
    const extension = extname(name);
    const encoding = COMPRESSED.get(extension) ?? 'identity';
    const plain = encoding === 'identity' ? name : name.slice(0, -extension.length);
    if (plain.includes('/.')) continue;
    const known = bodies.get(plain) ?? new Map<Encoding, Buffer>();
    bodies.set(plain, known.set(encoding, await readFile(path)));
  }
  return new Map(Array.from(bodies, ([name, each]) => [name, fileOf(name, each, isImmutable(name))] as const));
}

async function documentOf(text: string, basePath: string): Promise<BundleFile> {
  const bytes = Buffer.from(loadFromBasePath(writeBasePath(text, basePath), basePath));
  const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes), promisify(gzip)(bytes)]);
  const bodies = new Map<Encoding, Buffer>([
    ['identity', bytes],
    ['br', br],
    ['gzip', gz],
  ]);
  return fileOf(`/${DOCUMENT}`, bodies, false);
}

function fileOf(name: string, bodies: ReadonlyMap<Encoding, Buffer>, immutable: boolean): BundleFile {
  const digest = createHash('sha256')
    .update(bodies.get('identity') ?? '')
    .digest('base64url')
    .slice(0, 16);
  return { extension: extname(name), immutable, digest, bodies };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
