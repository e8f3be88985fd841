/**
 * Puts the package into a folder: JavaScript and declarations, which the compiler writes, the files that pages load beside them,
 * and the sources, where editors go to from a declaration.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { packageManifest, type RepositoryManifest } from './manifest.ts';

/** The folder of the package. */
export const PACKAGE = 'build/package';
const COMPILED = join(PACKAGE, 'lib');
const SOURCES = join(PACKAGE, 'src');
const COMPILER = 'node_modules/typescript/bin/tsc';
/** What pages load beside scripts. The games of the repository are not in the package. */
const ASSETS = 'client/**/*.{css,svg,png}';
const OF_GAMES = /^client\/games\/[^/]+\//;
const DOCUMENT = 'client/index.html';

/** @throws Error where the compiler finds a mistake, after it has printed it */
export function buildPackage(): void {
  rmSync(PACKAGE, { recursive: true, force: true });
  execFileSync(process.execPath, [COMPILER, '-p', 'tsconfig.build.json'], { stdio: ['ignore', 'inherit', 'inherit'] });
  for (const map of globSync(`${COMPILED}/**/*.map`)) pointToSources(map);
  for (const path of globSync(ASSETS).filter((each) => !OF_GAMES.test(each))) copy(path, COMPILED);
  const document = readFileSync(DOCUMENT, 'utf8').replace('./main.tsx', './main.js');
  writeFileSync(join(COMPILED, DOCUMENT), document);
  for (const path of ['LICENSE', 'README.md', 'CHANGELOG.md']) copy(path, PACKAGE);
  const manifest = packageManifest(JSON.parse(readFileSync('package.json', 'utf8')) as RepositoryManifest);
  writeFileSync(join(PACKAGE, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** Copies the source of a compiled file into the package, and lets its map name the copy. */
function pointToSources(map: string): void {
  const parsed = JSON.parse(readFileSync(map, 'utf8')) as { sources: string[] };
  parsed.sources = parsed.sources.map((source) => {
    const path = relative('.', resolve(dirname(map), source));
    copy(path, SOURCES);
    return relative(dirname(map), join(SOURCES, path));
  });
  writeFileSync(map, JSON.stringify(parsed));
}

function copy(path: string, folder: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  cpSync(path, join(folder, path));
}
