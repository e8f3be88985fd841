/** The package.json of the package: what others get of the repository's own. */

/** What the repository needs for itself: the pinned Node, and what its own games draw with. */
const NOT_OURS: ReadonlySet<string> = new Set(['node', 'pixi.js']);
/** A game uses these too, and all must use one copy. */
const PEERS: ReadonlySet<string> = new Set(['@colyseus/schema', 'preact', 'zod']);
/** The entries, by the names of their files in `package/`. */
const ENTRIES = ['index', 'app', 'server', 'client', 'preact', 'react', 'view', 'testing', 'bots'];

/** The repository's package.json. */
export interface RepositoryManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
  /** What a project may have or not: React. */
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: object;
}

/** The package.json of the package. */
export function packageManifest(repository: RepositoryManifest): object {
  const { name, version, description, license, dependencies, peerDependencies, peerDependenciesMeta } = repository;
  const all = Object.entries(dependencies);
  const peers = all.filter(([each]) => PEERS.has(each)).map(([each, exact]) => [each, `^${exact}`] as const);
  return {
    ...{ name, version, description, license, type: 'module' },
    engines: { node: '^22.18.0 || >=24.2.0' },
    bin: { greenroom: './lib/package/command.js' },
    exports: Object.fromEntries([
      ...ENTRIES.map((entry) => [subpath(entry), filesOf(entry)]),
      ['./package.json', './package.json'],
    ]),
    files: ['lib', 'src', 'CHANGELOG.md'],
    dependencies: Object.fromEntries(all.filter(([each]) => !PEERS.has(each) && !NOT_OURS.has(each))),
    peerDependencies: { ...Object.fromEntries(peers), ...peerDependencies },
    peerDependenciesMeta,
  };
}

function subpath(entry: string): string {
  return entry === 'index' ? '.' : `./${entry}`;
}

function filesOf(entry: string): object {
  return { types: `./lib/package/${entry}.d.ts`, default: `./lib/package/${entry}.js` };
}
