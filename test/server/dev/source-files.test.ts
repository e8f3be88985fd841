import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SourceFiles } from '../../../server/dev/source-files.ts';

const FILES = [
  'client/main.tsx',
  'client/games/arena.ts',
  'games/coin/view.tsx',
  'package/app.ts',
  'shared/wire.ts',
  'greenroom.config.ts',
  'node_modules/preact/index.js',
  'node_modules/.vite/deps/preact.js',
];
const NONE = [
  'greenroom.db',
  'client/greenroom.config.ts',
  'package.json',
  'server/main.ts',
  '.env',
  'client/.env',
  'client/a/.b/c.ts',
  'node_modules/.cache/x',
  'node_modules/.package-lock.json',
];

function project(...more: string[]) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'greenroom-sources-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (path: string): string => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), '');
    return join(folder, path);
  };
  for (const path of [...FILES, ...NONE, ...more]) write(path);
  return { folder, at: (path: string) => join(folder, path) };
}

it('sources of the client and what they import are shown, and nothing else', () => {
  const { folder, at } = project();
  const sources = new SourceFiles(folder, at('data'));
  expect(FILES.filter((path) => !sources.allows(at(path)))).toEqual([]);
  expect(NONE.filter((path) => sources.allows(at(path)))).toEqual([]);
});

it.each([
  ['beside the sources', 'data', ['data/greenroom.db']],
  ['in the client', 'client/data', ['client/data/greenroom.db', 'client/data/export.json']],
  ['in a package', 'node_modules/preact/data', ['node_modules/preact/data/x.js']],
  ['the project itself', '.', ['client/greenroom.db', 'greenroom.db-wal']],
  ['around the project', '..', ['client/greenroom.mark']],
  ['the client itself', 'client', ['client/greenroom.db', 'client/greenroom.lock']],
])('a data folder is not shown where it is %s', (_, data, files) => {
  const { folder, at } = project(...files);
  const sources = new SourceFiles(folder, at(data));
  expect(files.filter((path) => sources.allows(at(path)))).toEqual([]);
  expect(sources.allows(at('client/main.tsx'))).toBe(true);
});

it('a link shows what it leads to, or nothing', () => {
  const { folder, at } = project('data/greenroom.db', 'client/real.ts');
  symlinkSync(at('data'), at('client/linked'));
  symlinkSync(at('package.json'), at('client/linked.ts'));
  symlinkSync(at('client/real.ts'), at('client/alias.ts'));
  const sources = new SourceFiles(folder, at('data'));
  for (const path of ['client/linked/greenroom.db', 'client/linked/new.ts', 'client/linked.ts'])
    expect(sources.allows(at(path))).toBe(false);
  expect(sources.allows(at('client/alias.ts'))).toBe(true);
});

it('packages may be kept elsewhere', () => {
  const { folder, at } = project();
  const elsewhere = project();
  rmSync(at('node_modules'), { recursive: true });
  symlinkSync(elsewhere.at('node_modules'), at('node_modules'));
  const sources = new SourceFiles(folder, at('data'));
  expect(sources.allows(at('node_modules/preact/index.js'))).toBe(true);
  expect(sources.allows(elsewhere.at('node_modules/preact/index.js'))).toBe(true);
  expect(sources.allows(elsewhere.at('client/main.tsx'))).toBe(false);
});

it('a virtual module is asked of its plugin, and a file is checked', () => {
  const { folder, at } = project();
  const sources = new SourceFiles(folder, at('data'));
  for (const id of ['\0virtual', 'preact', at('client/main.tsx'), `${at('client/main.tsx')}?raw`, at('nowhere.ts')])
    expect(sources.allowsModule(id)).toBe(true);
  for (const id of [at('.env'), `${at('.env')}?raw`, `\0${at('.env')}`, `${at('server/main.ts')}?import`])
    expect(sources.allowsModule(id)).toBe(false);
});
