/** What pages of others, and others in the network, try with a server in development. */
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../support/free-port.ts';
import { ServerRun } from '../../support/server-process.ts';
import { formsOf } from './forms.ts';
import { ask, upgrade } from './raw-request.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const SECRET = 'what nobody may read';
/** A copy of the project, with more in it than a clone has. */
const folder = mkdtempSync(join(tmpdir(), 'greenroom-attacks-'));
const outside = mkdtempSync(join(tmpdir(), 'greenroom-outside-'));
const client = join(folder, 'client');
/** The worst place for it. */
const data = join(client, 'journals');
const PLANTED = [
  ...['.env', '.git/HEAD', 'notes.txt', 'backup/greenroom.db', 'client/.env.local', 'client/.secrets/key.ts'],
  ...['client/journals/export.json', 'client/cert.pem', 'client/old.db', 'shared/.history/a.ts', 'server/secret.ts'],
].map((path) => join(folder, path));
const SECRETS = [
  ...PLANTED,
  join(outside, 'secret.txt'),
  join(client, 'link.txt'),
  ...['greenroom.db', 'greenroom.db-wal', 'greenroom.lock'].map((name) => join(data, name)),
  ...['package.json', 'tsconfig.json', 'server/main.ts', 'node_modules/.package-lock.json'].map((path) =>
    join(folder, path),
  ),
];

let port = 0;
let reloadPort = 0;
let token = '';
let server: ServerRun | undefined;

beforeAll(async () => {
  for (const part of ['client', 'package', 'server', 'shared', 'package.json', 'tsconfig.json', 'greenroom.config.ts'])
    cpSync(join(PROJECT, part), join(folder, part), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  // What Vite makes of packages for this copy is not for the project.
  const config = join(folder, 'server/dev/vite-config.ts');
  writeFileSync(config, readFileSync(config, 'utf8').replace('node_modules/.vite', 'node_modules/.vite/attacks'));
  for (const file of [...PLANTED, join(outside, 'secret.txt')]) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, SECRET);
  }
  symlinkSync(join(outside, 'secret.txt'), join(client, 'link.txt'));
  port = await freePort();
  const run = new ServerRun([process.execPath, 'server/dev/main.ts'], {
    cwd: folder,
    // As where neither is set.
    env: { NODE_ENV: '', HOST: '', PORT: String(port), DATA_DIR: data, LOG_LEVEL: 'error' },
  });
  server = run;
  await run.until(() => run.out.includes('Only this machine can open it'));
  const { body } = await ask(port, '/@vite/client');
  reloadPort = Number(/const hmrPort = (\d+)/.exec(body)?.[1]);
  token = /const wsToken = "([^"]+)"/.exec(body)?.[1] ?? '';
}, 180_000);

afterAll(async () => {
  await server?.kill('SIGTERM');
  rmSync(join(folder, 'node_modules/.vite/attacks'), { recursive: true, force: true });
  for (const each of [folder, outside]) rmSync(each, { recursive: true });
});

describe('files', () => {
  it.each(['/', '/main.tsx', '/@vite/client', '/t/ABCDE', '/practice/arena'])(
    'the page is served: %s',
    async (path) => {
      expect((await ask(port, path)).status).toBe(200);
    },
  );

  it('the modules that the page imports are served', async () => {
    const { body } = await ask(port, '/main.tsx');
    const imported = Array.from(body.matchAll(/from "(\/[^"]+)"/g), ([, path = '']) => path);
    expect(imported.length).toBeGreaterThan(2);
    for (const path of [...imported, `/@fs${folder}/shared/wire.ts`]) expect((await ask(port, path)).status).toBe(200);
  });

  it.each(SECRETS)('%s is served in no form', async (file) => {
    const sent = file.includes('greenroom.db') ? 'SQLite format 3' : readFileSync(file, 'latin1').slice(0, 40);
    const forms = formsOf(file, client);
    expect(forms.length).toBeGreaterThan(100);
    const shown: string[] = [];
    const tryNext = async (): Promise<void> => {
      for (let form = forms.pop(); form !== undefined; form = forms.pop()) {
        const { status, body } = await ask(port, form);
        // Pages of the client have any address that is no file's, and all are one document.
        const isNothing = [400, 403, 404].includes(status) || /^<!doctype html>[^]*<div id="app">/.test(body);
        if (!isNothing || body.includes(SECRET) || (sent !== '' && body.includes(sent)))
          shown.push(`${status} ${form}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, tryNext));
    expect(shown).toEqual([]);
  });
});

describe('names that anybody can point at this machine', () => {
  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.localhost',
    '192.0.2.77',
    '0.0.0.0',
    'file:x',
  ])('%s', async (name) => {
    const host = `${name}:${port}`;
    for (const path of [
      '/',
      '/main.tsx',
      '/api/rooms',
      '/metrics',
      '/debug/rooms',
      '/monitor/',
      '/playground/',
      '/healthz',
    ]) {
      const { status, body } = await ask(port, path, { host });
      expect({ path, status }).toEqual({ path, status: 403 });
      expect(body).toContain('ALLOWED_HOSTS');
    }
    expect((await ask(port, '/', { host, ...upgrade() })).status).toBe(403);
    expect((await ask(reloadPort, '/', { host, origin: `http://${host}`, ...upgrade('vite-hmr') })).status).toBe(403);
  });

  it.each(['localhost', '127.0.0.1', 'LOCALHOST', '[::1]'])('%s is this machine', async (name) => {
    expect((await ask(port, '/api/rooms', { host: `${name}:${port}` })).status).toBe(200);
  });
});

describe('other pages', () => {
  const paths = [
    '/',
    '/main.tsx',
    '/@vite/client',
    '/api/rooms',
    '/debug/rooms.json',
    '/__open-in-editor?file=main.tsx',
  ];

  it.each([
    'https://evil.example',
    'null',
    'http://localhost:1',
    'http://127.0.0.1.evil.example',
    'file://',
    'chrome-extension://abc',
  ])('of %s', async (origin) => {
    for (const path of paths) {
      const { status, head } = await ask(port, path, { origin });
      expect({ path, status }).toEqual({ path, status: 403 });
      expect(head).not.toMatch(/access-control/i);
    }
    expect((await ask(port, '/', { origin, ...upgrade() })).status).toBe(403);
  });

  it.each(['cross-site', 'same-site'])('that say no more than %s', async (site) => {
    for (const path of paths) {
      for (const destination of ['script', 'image', 'iframe', 'object', 'empty']) {
        const mode = destination === 'iframe' ? 'navigate' : 'no-cors';
        const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': destination };
        expect({ path, destination, ...(await ask(port, path, headers)) }).toMatchObject({ status: 403 });
      }
    }
  });

  it('may link to ours', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await ask(port, '/t/ABCDE', headers)).status).toBe(200);
  });

  it('take in nothing that comes from here, whatever their browser tells', async () => {
    for (const path of ['/', '/main.tsx', '/api/rooms'])
      expect((await ask(port, path)).head).toMatch(/^cross-origin-resource-policy: same-origin$/im);
  });

  it('are not notified of reloads', async () => {
    const own = `http://127.0.0.1:${port}`;
    const statusFor = async (headers: Record<string, string>, path = `/?token=${token}`) =>
      (await ask(reloadPort, path, { ...upgrade('vite-hmr'), ...headers })).status;
    expect(await statusFor({ origin: own })).toBe(101);
    expect(await statusFor({ origin: own }, '/')).not.toBe(101);
    expect(await statusFor({ origin: own }, '/?token=wrong')).not.toBe(101);
    expect(await statusFor({ origin: 'https://evil.example' })).toBe(403);
    expect(await statusFor({})).toBe(403);
    expect((await ask(reloadPort, '/', { ...upgrade('vite-ping'), origin: 'https://evil.example' })).status).toBe(403);
  });

  it('and ours may open sockets', async () => {
    expect((await ask(port, '/', { origin: `http://127.0.0.1:${port}`, ...upgrade() })).status).toBe(101);
  });
});

it.skipIf(process.platform !== 'linux')('a server in development listens on 127.0.0.1 alone', async () => {
  for (const each of [port, reloadPort]) {
    // Each address of 127.0.0.0/8 is the machine itself there, as those are that others reach.
    const error: unknown = await once(connect(each, '127.0.0.2'), 'connect').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  }
});
