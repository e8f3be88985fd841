import { describe, expect, it } from 'vitest';
import { importsOf, readSources } from './source.ts';

/** Small pure libraries: they run in any ECMAScript engine and reach for nothing. */
const PURE = new Set(['@colyseus/schema', 'zod']);

interface Rule {
  title: string;
  forbids: (file: string, target: string) => boolean;
  /** An import that the rule must catch: file, target. */
  caught: [string, string];
}

const RULES: Rule[] = [
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
    title: 'in the client only the bot runner imports Node',
    forbids: (file, target) => within(file, 'client') && target.startsWith('node:') && !within(file, 'client/bots'),
    caught: ['client/connection/network/network-tables.ts', 'node:fs'],
  },
  {
    title: 'entry files are imported by nobody',
    forbids: (_, target) => /^(server|client|shared|test|tools)\/(.*\/)?main\.tsx?$/.test(target),
    caught: ['test/server/boot.test.ts', 'server/main.ts'],
  },
  {
    title: 'the product imports no tests and no tools',
    forbids: (file, target) => isProduct(file) && (within(target, 'test') || within(target, 'tools')),
    caught: ['server/colyseus/room.ts', 'test/server/fake-clock.ts'],
  },
  {
    title: 'tools import no tests, only what test/support shares with them',
    forbids: (file, target) => within(file, 'tools') && within(target, 'test') && !within(target, 'test/support'),
    caught: ['tools/load/load.ts', 'test/server/fake-clock.ts'],
  },
];

const imports = readSources('{server,client,shared,test,tools}/**/*.{ts,tsx,mjs}').flatMap((source) =>
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

function within(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

function isPackage(target: string, name: string): boolean {
  return target === name || within(target, name);
}

function isProduct(file: string): boolean {
  return !within(file, 'test') && !within(file, 'tools');
}
