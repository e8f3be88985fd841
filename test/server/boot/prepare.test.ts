import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { packageFor, pinnedNode } from '../../../server/boot/pinned-node.mjs';

const PACKAGE = packageFor(process.platform, process.arch);
const PROGRAM = pinnedNode(process.platform, process.arch);

/** Stands in for npm, which leaves out the pinned Node unless that is all that it installs. */
const NPM_WITHOUT_NODE = `
mkdir -p node_modules/express
case "$*" in
  ci*) ${makeNode('1.2.3')} ;;
  *--omit=dev*) rm -rf node_modules/vitest; touch node_modules/.package-lock.json ;;
  *) mkdir -p node_modules/vitest; touch node_modules/.package-lock.json ;;
esac`;
const NPM = `${NPM_WITHOUT_NODE}
${makeNode('1.2.3')}`;
const INSTALL = 'npm install --no-save --omit=dev';
const INSTALL_ALL = 'npm install --no-save --include=dev';
const INSTALL_NODE = 'npm ci --ignore-scripts --no-audit --no-fund --loglevel=error';
const BUILD = 'vite build --logLevel warn';
const VITE = 'mkdir -p dist/client && touch dist/client/index.html';
/** A step that takes longer is announced. */
const SLOW_MS = 2_000;
const MANIFEST = { dependencies: { express: '5.0.0' }, devDependencies: { vitest: '5.0.0' } };
const LOCK = {
  packages: { [`node_modules/${PACKAGE}`]: { version: '1.2.3', integrity: 'sha512-hash', optional: true } },
};

function makeNode(version: string): string {
  const manifest = `node_modules/${PACKAGE}/package.json`;
  return `mkdir -p node_modules/${PACKAGE}/bin; echo '{"version":"${version}"}' >${manifest}; touch ${PROGRAM}`;
}

/** A fresh clone in a folder of its own, with stand-ins for `npm` and `vite` that note their calls. */
function freshClone({ npm = NPM, vite = VITE } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-prepare-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (path: string, text = ''): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('package.json', JSON.stringify(MANIFEST));
  write('package-lock.json', JSON.stringify(LOCK));
  for (const path of ['client/app.tsx', 'client/old.tsx', 'shared/protocol.ts', 'calls']) write(path);
  for (const [name, script] of Object.entries({ npm, vite })) {
    write(`tools/${name}`, `#!/bin/sh\necho "${name} $*" >>${join(folder, 'calls')}\n${script}\n`);
    chmodSync(join(folder, 'tools', name), 0o755);
  }
  return {
    write,
    has: (path: string): boolean => existsSync(join(folder, path)),
    read: (path: string): string => readFileSync(join(folder, path), 'utf8'),
    link: (path: string): string => readlinkSync(join(folder, path)),
    remove: (path: string): void => rmSync(join(folder, path), { recursive: true }),
    /** As if the file had been edited a minute from now. */
    edit(path: string): void {
      const atS = Date.now() / 1_000 + 60;
      utimesSync(join(folder, path), atS, atS);
    },
    /** Runs the script and tells what it called and said. */
    prepare(steps = ['install', 'client'], environment: Record<string, string> = {}) {
      write('calls');
      const env = { ...environment, PATH: [join(folder, 'tools'), process.env.PATH].join(delimiter) };
      const script = resolve('server/boot/prepare.mjs');
      const fromMs = performance.now();
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...steps], {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      return {
        status,
        calls: readFileSync(join(folder, 'calls'), 'utf8').split('\n').slice(0, -1),
        said: stdout + stderr,
        tookMs: performance.now() - fromMs,
      };
    },
  };
}

it('installs and builds on a fresh clone, without a word', () => {
  const { tookMs, said, ...done } = freshClone().prepare();
  expect(done).toEqual({ status: 0, calls: [INSTALL, BUILD] });
  expect(said === '' || tookMs > SLOW_MS).toBe(true);
});

it('does nothing when nothing has changed', () => {
  const clone = freshClone();
  clone.prepare();
  expect(clone.prepare()).toMatchObject({ status: 0, calls: [], said: '' });
});

it('installs again after a change of the lockfile, and builds with what was installed', () => {
  const clone = freshClone();
  clone.prepare();
  clone.edit('package-lock.json');
  expect(clone.prepare().calls).toEqual([INSTALL, BUILD]);
});

it.each(['client/app.tsx', 'shared/protocol.ts'])('builds again after a change of %s', (path) => {
  const clone = freshClone();
  clone.prepare();
  clone.edit(path);
  expect(clone.prepare().calls).toEqual([BUILD]);
});

it('builds again after a deletion', () => {
  const clone = freshClone();
  clone.prepare();
  clone.remove('client/old.tsx');
  expect(clone.prepare().calls).toEqual([BUILD]);
});

it('says in one line what takes longer than two seconds', () => {
  const { tookMs, said } = freshClone({ npm: `sleep 2.3; ${NPM}` }).prepare();
  const both = 'Installing the dependencies …\nBuilding the client …\n';
  expect(said === 'Installing the dependencies …\n' || (tookMs > 2 * SLOW_MS && said === both)).toBe(true);
});

it('tells what a failed step said and stops', () => {
  const { status, calls, said } = freshClone({ npm: 'echo no network; exit 3' }).prepare();
  expect({ status, calls }).toEqual({ status: 1, calls: [INSTALL] });
  expect(said).toContain('no network');
});

it('the tools are installed where they are needed, and stay with what is installed later', () => {
  const clone = freshClone();
  expect(clone.prepare(['install']).calls).toEqual([INSTALL]);
  expect(clone.prepare(['tools']).calls).toEqual([INSTALL_ALL]);
  expect(clone.prepare(['tools']).calls).toEqual([]);
  clone.edit('package-lock.json');
  expect(clone.prepare(['install']).calls).toEqual([INSTALL_ALL]);
});

it('in production no tools are installed', () => {
  const clone = freshClone();
  clone.prepare(['tools']);
  clone.edit('package-lock.json');
  expect(clone.prepare(['install'], { NODE_ENV: 'production' }).calls).toEqual([INSTALL]);
  expect(clone.has('node_modules/vitest')).toBe(false);
});

it('a dependency that is missing is installed', () => {
  const clone = freshClone();
  clone.prepare(['install']);
  clone.remove('node_modules/express');
  expect(clone.prepare(['install']).calls).toEqual([INSTALL]);
});

it('a pinned Node that was left out is installed alone, by the hash of the lockfile', () => {
  const clone = freshClone({ npm: NPM_WITHOUT_NODE });
  expect(clone.prepare(['install'])).toMatchObject({ status: 0, calls: [INSTALL, INSTALL_NODE] });
  expect(clone.has(PROGRAM)).toBe(true);
  expect(clone.prepare(['install']).calls).toEqual([]);
});

it('alone it is not optional, so npm tells what is wrong with it', () => {
  const npm = `case "$*" in ci*) cat package.json package-lock.json; exit 1 ;; esac; ${NPM_WITHOUT_NODE}`;
  const { status, said } = freshClone({ npm }).prepare(['install']);
  expect(status).toBe(1);
  const project = { name: 'pinned-node', dependencies: { [PACKAGE]: '1.2.3' } };
  const [, lock = ''] = said.split(JSON.stringify(project), 2);
  expect(said).toContain(JSON.stringify(project));
  expect(lock + said).toContain('"integrity":"sha512-hash"');
  expect(said).not.toContain('"optional"');
});

it('a pinned Node of another version is replaced', () => {
  const clone = freshClone({ npm: `${NPM_WITHOUT_NODE}\n[ "$1" = ci ] || { ${makeNode('1.2.2')}; }` });
  expect(clone.prepare(['install']).calls).toEqual([INSTALL, INSTALL_NODE]);
  expect(JSON.parse(clone.read(`node_modules/${PACKAGE}/package.json`))).toEqual({ version: '1.2.3' });
});

it.skipIf(process.platform === 'win32')(
  'the command node is the pinned one, whatever the package manager has linked',
  () => {
    const clone = freshClone();
    clone.prepare(['install']);
    const target = clone.link('node_modules/.bin/node');
    expect(join('node_modules/.bin', target)).toBe(PROGRAM);
    clone.remove('node_modules/.bin/node');
    clone.write('node_modules/.bin/node', 'of another platform');
    clone.prepare(['install']);
    expect(clone.link('node_modules/.bin/node')).toBe(target);
  },
);
