/** What the pages of another site can do to a server, in a real browser. */
import { expect } from 'vitest';
import { portalTest } from './other-site.ts';

const siteTest = portalTest.extend('site', async ({ visitor, portal }) => {
  const context = await visitor();
  const page = await context.newPage();
  await page.goto(portal.origin);
  return page;
});

async function roomCount(url: string): Promise<number> {
  const { rooms } = (await (await fetch(`${url}/api/rooms`)).json()) as { rooms: unknown[] };
  return rooms.length;
}

siteTest.for(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
  'a form of another site, as %s, creates no room',
  async (type, { site, server }) => {
    const target = `${server.url}/matchmake/create/liars-dice`;
    const fields = `<input name='{"seats":2,"x":"' value='"}'>`;
    await site.setContent(
      `<form method="post" enctype="${type}" action="${target}">${fields}<button>Win</button></form>`,
    );
    const answered = site.waitForResponse(target);
    await site.getByRole('button', { name: 'Win' }).click();
    expect((await answered).status()).toBe(403);
    expect(await roomCount(server.url)).toBe(0);
  },
);

siteTest('a script of another site creates no room and reads nothing', async ({ site, server }) => {
  const outcomes = await site.evaluate(async (url) => {
    const create = `${url}/matchmake/create/liars-dice`;
    const json = { 'content-type': 'application/json' };
    const tries: RequestInit[] = [
      { method: 'POST', body: '{}' },
      { method: 'POST', body: '{}', mode: 'no-cors' },
      { method: 'POST', body: '{}', headers: json },
      { method: 'POST', body: '{}', mode: 'no-cors', referrerPolicy: 'no-referrer' },
    ];
    const created = tries.map((init) =>
      fetch(create, init).then(
        ({ type }) => type,
        () => 'refused',
      ),
    );
    const read = ['/api/rooms', '/metrics', '/'].map((path) =>
      fetch(url + path).then(
        () => 'read',
        () => 'refused',
      ),
    );
    const socket = new Promise<string>((resolve) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/a/b`);
      socket.addEventListener('open', () => resolve('open'));
      socket.addEventListener('error', () => resolve('refused'));
    });
    return { created: await Promise.all(created), read: await Promise.all(read), socket: await socket };
  }, server.url);
  expect(outcomes).toEqual({
    created: ['refused', expect.stringMatching(/opaque|refused/), 'refused', expect.stringMatching(/opaque|refused/)],
    read: ['refused', 'refused', 'refused'],
    socket: 'refused',
  });
  expect(await roomCount(server.url)).toBe(0);
});

siteTest('another site can neither frame the pages nor embed their files', async ({ site, server }) => {
  const errors: string[] = [];
  site.on('console', (message) => errors.push(message.text()));
  await site.setContent(`<iframe src="${server.url}/"></iframe><img src="${server.url}/assets/nothing.png">`);
  await expect.poll(() => errors.join('\n')).toContain('frame-ancestors');
  const frame = await (await site.waitForSelector('iframe')).contentFrame();
  expect(await frame?.getByRole('button').count()).toBe(0);
});
