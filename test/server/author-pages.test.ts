import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { AddRoutes } from '../../server/http/author-routes.ts';
import { serve } from '../../server/serve.ts';
import type { App } from '../../shared/app.ts';
import { listed, serveGames, settingsUnderTest } from '../support/served-app.ts';
import { eventually, openTestServer } from '../support/test-server.ts';
import { newFolder } from './journal/folder.ts';
import { counter } from './games.ts';

const routes: AddRoutes = (router) => {
  router.get('/hello', (_request, response) => void response.json({ hello: 'you' }));
  router.post('/hello', (_request, response) => void response.status(201).end());
  router.get('/throws', () => {
    throw new Error('with a secret');
  });
  router.get('/rejects', async () => Promise.reject(new Error('with a secret')));
};

/** A folder of an author, beside a file that is none of it. */
async function pagesFolder(): Promise<string> {
  const folder = newFolder();
  const pages = join(folder, 'pages');
  await mkdir(join(pages, 'assets'), { recursive: true });
  await mkdir(join(pages, 'api'));
  await writeFile(join(folder, 'outside.txt'), 'outside');
  await symlink(join(folder, 'outside.txt'), join(pages, 'link.txt'));
  await writeFile(join(pages, 'index.html'), '<title>Mine</title>');
  await writeFile(join(pages, 'über uns.html'), 'about');
  await writeFile(join(pages, '.secret'), 'hidden');
  await writeFile(join(pages, 'assets/mine.css'), 'body {}');
  await writeFile(join(pages, 'api/rooms'), 'mine');
  await writeFile(join(pages, 'api/other.json'), 'mine');
  return pages;
}

it('routes of the author are below /app, and below the base path', async () => {
  const { server } = await serveGames([listed(counter)], { routes, basePath: '/games/mine' });
  const answer = await fetch(`${server.address}/app/hello`);
  expect(await answer.json()).toEqual({ hello: 'you' });
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect((await fetch(`${server.address}/app/hello`, { method: 'POST' })).status).toBe(201);
  const missing = await fetch(`${server.address}/app/missing`);
  expect([missing.status, await missing.text()]).toEqual([404, '{"error":"there is nothing here"}']);
});

it.each(['throws', 'rejects'])(
  'a route that %s is a 500 without a stack, and the error is in the log',
  async (name) => {
    const { get, logged } = await openTestServer({ hooks: { routes, routesPath: '/mine' } });
    const answer = await get(`/mine/${name}`);
    expect([answer.status, await answer.text()]).toEqual([500, '{"error":"the request failed"}']);
    await eventually(() => logged.some((line) => line.includes('request failed') && line.includes('with a secret')));
    expect((await get('/mine/hello')).status).toBe(200);
  },
);

it('pages of other sites may not use them', async () => {
  const { get } = await openTestServer({ hooks: { routes } });
  const answer = await get('/app/hello', { method: 'POST', headers: { origin: 'https://evil.example' } });
  expect(answer.status).toBe(403);
});

it('they count as requests of their address', async () => {
  const { get } = await openTestServer({ hooks: { routes } }, { PLAYERS_PER_ADDRESS: '1' });
  const statuses: number[] = [];
  for (let left = 62; left > 0; left--) statuses.push((await get('/app/hello')).status);
  expect(statuses[0]).toBe(200);
  expect(statuses.at(-1)).toBe(429);
});

it.each(['/api', '/API/mine', '/t', '/healthz', 'app', '/'])(
  'a path such as %s cannot be theirs',
  async (routesPath) => {
    const settings = await settingsUnderTest();
    const app: App = { games: [listed(counter)] };
    await expect(serve(app, { settings, routes, routesPath })).rejects.toThrow('routesPath');
  },
);

it('pages of the author come before those of the lobby, with the same headers', async () => {
  const pages = await pagesFolder();
  const { get } = await openTestServer({ hooks: { pages } });
  const index = await get('/');
  expect(await index.text()).toBe('<title>Mine</title>');
  expect(index.headers.get('content-type')).toContain('text/html');
  expect(index.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(index.headers.get('cache-control')).toBe('no-cache');
  expect(await (await get('/%C3%BCber%20uns.html')).text()).toBe('about');
  expect(await (await get('/assets/mine.css')).text()).toBe('body {}');
});

it.each([
  '/.secret',
  '/link.txt',
  '/../outside.txt',
  '/%2e%2e/outside.txt',
  '/..%2foutside.txt',
  '/%',
  '/api/other.json',
])('no page is at %s: hidden files, links, what is outside, and paths of the server', async (path) => {
  const { get } = await openTestServer({ hooks: { pages: await pagesFolder() } });
  expect(await (await get(path)).text()).not.toMatch(/^(hidden|outside|mine)$/);
  expect(await (await get('/api/rooms')).json()).toEqual(expect.anything());
});

it('a folder that is not there is reported at the start', async () => {
  const settings = await settingsUnderTest();
  const app: App = { games: [listed(counter)] };
  await expect(serve(app, { settings, pages: '/no/such/folder' })).rejects.toThrow('/no/such/folder');
});
