import { describe, expect, it } from 'vitest';
import { importsOf, loadedWith, readSources } from './source.ts';

/** Small pure libraries: they run in any ECMAScript engine and reach for nothing. */
const PURE = new Set(['@colyseus/schema', 'zod']);

/** The list of games: it names parts of every side, and each side loads its own. */
const GAMES = 'greenroom.config.ts';
/** What declares it: types of every part. */
const APP = 'package/app.ts';
/** The command, which runs everything. */
const COMMAND = 'package/command.ts';

interface Rule {
  title: string;
  forbids: (file: string, target: string) => boolean;
  /** An import that the rule must catch: file, target. */
  caught: [string, string];
}

/** The folders of the runtime, from the top down: hosts drive a match, a match runs a room's script, a script uses pieces and verbs, verbs use the kernel. */
const RUNTIME_FOLDERS = [
  ...['hosts', 'store', 'bots', 'match', 'journal', 'pieces', 'room', 'verbs', 'sync', 'record'],
  ...['kernel', 'random', 'state', 'errors'],
];
const RUNTIME_ENTRIES = ['index', 'host', 'testing'].map((name) => `shared/runtime/${name}.ts`);

/** Parts of the runtime that may be imported by themselves, and why. */
const RUNTIME_PARTS: ReadonlyMap<string, string> = new Map([
  ['shared/runtime/pieces/countdown.ts', 'views count down, and must not load the kernel for that'],
  ['shared/runtime/room/text.ts', 'the lobby cleans and truncates names, and must not load the kernel for that'],
]);

const RULES: Rule[] = [
  {
    title: 'nothing outside shared/runtime imports more of it than its three entries and the parts listed here',
    forbids: (file, target) =>
      within(target, 'shared/runtime') &&
      !['shared/runtime', 'test/runtime'].some((folder) => within(file, folder)) &&
      !RUNTIME_ENTRIES.includes(target) &&
      !RUNTIME_PARTS.has(target),
    caught: ['server/host/host.ts', 'shared/runtime/match/match.ts'],
  },
  {
    title: 'in shared/runtime a folder imports only folders below it, and no entry',
    forbids(file, target) {
      if (!within(file, 'shared/runtime') || !within(target, 'shared/runtime')) return false;
      const [from, to] = [file, target].map(runtimeFloor);
      return from !== undefined && (to === undefined || to < from);
    },
    caught: ['shared/runtime/kernel/scope.ts', 'shared/runtime/verbs/systems.ts'],
  },
  {
    title: 'a piece is written as a game could write it: of the runtime it imports rooms, verbs and errors',
    forbids: (file, target) =>
      within(file, 'shared/runtime/pieces') &&
      within(target, 'shared/runtime') &&
      !['pieces', 'room', 'verbs', 'errors'].some((folder) => within(target, `shared/runtime/${folder}`)),
    caught: ['shared/runtime/pieces/rematch.ts', 'shared/runtime/kernel/kernel.ts'],
  },
  {
    title: 'shared/runtime imports nothing but itself and small pure libraries',
    forbids: (file, target) => within(file, 'shared/runtime') && !within(target, 'shared/runtime') && !PURE.has(target),
    caught: ['shared/runtime/room/game.ts', 'shared/games/dice/state.ts'],
  },
  {
    title: 'a game imports itself, the runtime and small pure libraries, never another game',
    forbids(file, target) {
      const game = /^shared\/games\/[^/]+(?=\/)/.exec(file)?.[0];
      return (
        game !== undefined && ![game, 'shared/runtime'].some((folder) => within(target, folder)) && !PURE.has(target)
      );
    },
    caught: ['shared/games/dice/script.ts', 'shared/games/arena/rules.ts'],
  },
  {
    title: 'shared imports neither the server nor the client nor Node',
    forbids: (file, target) => within(file, 'shared') && !within(target, 'shared') && !PURE.has(target),
    caught: ['shared/protocol.ts', 'node:crypto'],
  },
  {
    title: 'the server imports nothing of the client, and the client nothing of the server',
    forbids: (file, target) =>
      (within(file, 'server') && within(target, 'client')) || (within(file, 'client') && within(target, 'server')),
    caught: ['client/app.tsx', 'server/config.ts'],
  },
  {
    title: 'only server/colyseus imports the Colyseus server',
    forbids: (file, target) =>
      /^(@colyseus\/(?!schema|sdk)|colyseus(\/|$))/.test(target) && isProduct(file) && !within(file, 'server/colyseus'),
    caught: ['server/http/monitor.ts', '@colyseus/monitor'],
  },
  {
    title: 'the product imports neither the umbrella package colyseus nor @colyseus/tools, which read .env files',
    forbids: (file, target) =>
      (isPackage(target, 'colyseus') || isPackage(target, '@colyseus/tools')) && isProduct(file),
    caught: ['server/colyseus/open-server.ts', 'colyseus'],
  },
  {
    title: 'only client/connection/network imports the Colyseus SDK',
    forbids: (file, target) =>
      isPackage(target, '@colyseus/sdk') && isProduct(file) && !within(file, 'client/connection/network'),
    caught: ['client/connection/in-page/practice-connection.ts', '@colyseus/sdk'],
  },
  {
    title: 'the client outside client/games imports no view of a single game',
    forbids: (file, target) =>
      within(file, 'client') && !within(file, 'client/games') && /^client\/games\/[^/]+\//.test(target),
    caught: ['client/lobby/lobby.tsx', 'client/games/arena/vignette.tsx'],
  },
  {
    title: 'in the client only the bot runner imports Node',
    forbids: (file, target) => within(file, 'client') && target.startsWith('node:') && !within(file, 'client/bots'),
    caught: ['client/connection/network/network-matchmaker.ts', 'node:fs'],
  },
  {
    title: 'the main files of commands are imported by the greenroom command alone',
    forbids: (file, target) =>
      file !== COMMAND && /^(server|client|shared|test|tools)\/(.*\/)?main\.tsx?$/.test(target),
    caught: ['test/server/boot.test.ts', 'server/main.ts'],
  },
  {
    title: 'nothing imports the entries of the package: inside, only its parts and the list of games are used',
    forbids: (file, target) =>
      within(target, 'package') && target !== 'package/project.ts' && !within(file, 'package') && file !== GAMES,
    caught: ['server/start.ts', 'package/server.ts'],
  },
  {
    title: 'the product imports neither tests nor tools, but for the list of games and the package',
    forbids: (file, target) =>
      isProduct(file) &&
      file !== GAMES &&
      !within(file, 'package') &&
      (within(target, 'test') || within(target, 'tools')),
    caught: ['server/colyseus/room.ts', 'test/server/fake-clock.ts'],
  },
  {
    title: 'tools import no tests, only what test/support shares with them',
    forbids: (file, target) => within(file, 'tools') && within(target, 'test') && !within(target, 'test/support'),
    caught: ['tools/load/load.ts', 'test/server/fake-clock.ts'],
  },
];

const imports = readSources(GAMES, '{server,client,package,shared,test,tools}/**/*.{ts,tsx,mjs}').flatMap((source) =>
  importsOf(source).map(({ name, line }) => ({ file: source.path, target: name, line })),
);

describe.each(RULES)('$title', ({ forbids, caught }) => {
  it('holds', () => {
    const broken = imports.filter(({ file, target }) => forbids(file, target));
    expect(broken.map(({ file, line, target }) => `${file}:${line} imports ${target}`)).toEqual([]);
  });

  it('catches an import that breaks it', () => {
    expect(forbids(...caught)).toBe(true);
  });
});

it('the list of games loads nothing but what declares it: its parts are loaded by those who need them', () => {
  const [list] = readSources(GAMES);
  expect(list && loadedWith(list).map(({ name }) => name)).toEqual(['package/app.ts']);
});

it('the entry that declares the list loads nothing: it names types of every side', () => {
  const [entry] = readSources(APP);
  expect(entry && loadedWith(entry)).toEqual([]);
});

it('a part that the list of games would load at once is seen', () => {
  const text = [
    `import type { A } from './client/a.ts';`,
    `import { b } from './client/b.ts';`,
    `export { c } from './client/c.ts';`,
    `const d = () => import('./client/d.ts');`,
  ].join('\n');
  expect(loadedWith({ path: GAMES, text }).map(({ name }) => name)).toEqual(['client/b.ts', 'client/c.ts']);
});

it('reads every form of import', () => {
  const text = [
    `import { a } from './a.ts';`,
    `import type { B } from '../b.ts';`,
    `import './style.css';`,
    `export * from 'c';`,
    `export { d } from 'node:d';`,
    `const e = await import('./e.ts');`,
    `let f: import('./f.ts').F;`,
  ].join('\n');
  expect(importsOf({ path: 'client/x/y.ts', text }).map(({ name }) => name)).toEqual([
    'client/x/a.ts',
    'client/b.ts',
    'client/x/style.css',
    'c',
    'node:d',
    'client/x/e.ts',
    'client/x/f.ts',
  ]);
});

it('the only circle of imports is that of the kernel, whose parts are mutual by nature', () => {
  const files = inCircles(imports);
  expect(files.filter((file) => !within(file, 'shared/runtime/kernel'))).toEqual([]);
  expect(files).toContain('shared/runtime/kernel/strand.ts');
});

it('finds a circle, and leaves out what leads to it and from it', () => {
  const edges = ['ab', 'bc', 'cb', 'cd'].map(([file = '', target = '']) => ({ file, target }));
  expect(inCircles(edges)).toEqual(['b', 'c']);
});

/** The files that import themselves by way of others. */
function inCircles(edges: readonly { file: string; target: string }[]): string[] {
  const targets = Map.groupBy(edges, ({ file }) => file);
  const reaches = (start: string): boolean => {
    const seen = new Set<string>();
    const open = [start];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      for (const { target } of targets.get(file) ?? []) {
        if (target === start) return true;
        if (!seen.has(target)) open.push(target);
        seen.add(target);
      }
    }
    return false;
  };
  return [...targets.keys()].filter(reaches).sort();
}

/** 0 for the top folder; undefined for the entries, which stand above all folders. */
function runtimeFloor(path: string): number | undefined {
  const [, folder] = /^shared\/runtime\/([^/]+)\//.exec(path) ?? [];
  return folder === undefined ? undefined : RUNTIME_FOLDERS.indexOf(folder);
}

function within(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

function isPackage(target: string, name: string): boolean {
  return target === name || within(target, name);
}

function isProduct(file: string): boolean {
  return !within(file, 'test') && !within(file, 'tools');
}
