import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const NPM = 'mkdir -p node_modules/.bin && touch node_modules/.package-lock.json node_modules/.bin/node';
const VITE = 'mkdir -p dist/client && touch dist/client/index.html';
/** A step that takes longer is told. */
const SLOW_MS = 2_000;

/** A fresh clone in a folder of its own, with stand-ins for `npm` and `vite` that note their calls. */
function freshClone({ npm = NPM, vite = VITE } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-prepare-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (path: string, text = ''): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const path of ['package-lock.json', 'client/app.tsx', 'client/old.tsx', 'shared/protocol.ts', 'calls'])
    write(path);
  for (const [name, script] of Object.entries({ npm, vite })) {
    write(`tools/${name}`, `#!/bin/sh\necho "${name} $1" >>calls\n${script}\n`);
    chmodSync(join(folder, 'tools', name), 0o755);
  }
  return {
    write,
    remove: (path: string): void => rmSync(join(folder, path)),
    /** As if the file had been edited a minute from now. */
    edit(path: string): void {
      const atS = Date.now() / 1_000 + 60;
      utimesSync(join(folder, path), atS, atS);
    },
    /** Runs the script and tells what it called and said. */
    prepare() {
      write('calls');
      const env = { PATH: [join(folder, 'tools'), process.env.PATH].join(delimiter) };
      const script = resolve('server/boot/prepare.mjs');
      const fromMs = performance.now();
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'install', 'client'], {
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
  expect(done).toEqual({ status: 0, calls: ['npm install', 'vite build'] });
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
  expect(clone.prepare().calls).toEqual(['npm install', 'vite build']);
});

it.each(['client/app.tsx', 'shared/protocol.ts'])('builds again after a change of %s', (path) => {
  const clone = freshClone();
  clone.prepare();
  clone.edit(path);
  expect(clone.prepare().calls).toEqual(['vite build']);
});

it('builds again after a deletion', () => {
  const clone = freshClone();
  clone.prepare();
  clone.remove('client/old.tsx');
  expect(clone.prepare().calls).toEqual(['vite build']);
});

it('says in one line what takes longer than two seconds', () => {
  const { tookMs, said } = freshClone({ npm: `sleep 2.3; ${NPM}` }).prepare();
  const both = 'Installing the dependencies …\nBuilding the client …\n';
  expect(said === 'Installing the dependencies …\n' || (tookMs > 2 * SLOW_MS && said === both)).toBe(true);
});

it('tells what a failed step said and stops', () => {
  const { status, calls, said } = freshClone({ npm: 'echo no network; exit 3' }).prepare();
  expect({ status, calls }).toEqual({ status: 1, calls: ['npm install'] });
  expect(said).toContain('no network');
});

it('stops when the install brought no pinned Node', () => {
  const { status, said } = freshClone({ npm: 'mkdir node_modules' }).prepare();
  expect(status).toBe(1);
  expect(said).toContain('The pinned Node is missing');
});
