import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clientPages } from '../../server/http/client-pages.ts';
import { openTestServer } from '../support/test-server.ts';
import { get as getRequest, RawConnection } from './http/raw-connection.ts';
import { serve } from './http/serve.ts';
import { newFolder } from './journal/folder.ts';

/** How often the server looks whether the client has been built again. */
const LOOK_MS = 1_000;

async function scriptOf(get: (path: string) => Promise<Response>): Promise<string> {
  return /src="(\/assets\/[^"]+\.js)"/.exec(await (await get('/')).text())?.[1] ?? 'none';
}

it('the client’s scripts are compressed for browsers that can read that', async () => {
  const { get } = await openTestServer();
  const script = await scriptOf(get);
  const ask = (encoding: string) => get(script, { headers: { 'accept-encoding': encoding } });
  const plain = await ask('identity');
  expect(plain.headers.get('content-encoding')).toBeNull();
  const text = await plain.text();
  for (const [accepted, encoding] of [
    ['br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
  ] as const) {
    const packed = await ask(accepted);
    expect(packed.headers.get('content-encoding')).toBe(encoding);
    expect(packed.headers.get('vary')).toContain('Accept-Encoding');
    expect(await packed.text()).toBe(text);
  }
});

it('a file that a browser has already is not sent again', async () => {
  const { get, server } = await openTestServer();
  for (const path of ['/', await scriptOf(get)]) {
    const etag = (await get(path, { headers: { 'accept-encoding': 'gzip' } })).headers.get('etag');
    const accepted = 'Accept-Encoding: gzip';
    const again = await RawConnection.open(
      server.port,
      getRequest(path, accepted, `If-None-Match: ${etag}`, 'Connection: close'),
    );
    expect(await again.closed).toMatch(/^HTTP\/1.1 304 .*\r\n\r\n$/s);
  }
});

it('browsers keep what never changes under its name, and ask again for the page', async () => {
  const { get } = await openTestServer();
  const cached = async (path: string) => (await get(path)).headers.get('cache-control');
  expect(await cached(await scriptOf(get))).toBe('public, max-age=31536000, immutable');
  expect(await cached('/')).toBe('no-cache');
});

/** A client in a folder of its own, with a word in its page. */
async function build(folder: string, word: string, atS: number): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'assets', `${word}.js`), word);
  await writeFile(join(folder, 'index.html'), `<meta name="base-path" content="" />${word}`);
  await utimes(join(folder, 'index.html'), atS, atS);
}

it('a client that is built again is served without a restart, and stays while it is being built', async () => {
  const folder = newFolder();
  const clock = { nowMs: 0 };
  const url = await serve(clientPages(folder, '', () => clock.nowMs));
  const page = async (): Promise<string> => {
    clock.nowMs += LOOK_MS;
    return (await fetch(url)).text();
  };
  expect(await page()).toContain('not built');
  await build(folder, 'first', 1_000);
  expect(await page()).toContain('first');
  expect(await (await fetch(`${url}/assets/first.js`)).text()).toBe('first');
  await rm(folder, { recursive: true });
  expect(await page()).toContain('first');
  await build(folder, 'second', 2_000);
  expect(await page()).toContain('second');
});

it('files that are none of the client’s are not sent', async () => {
  const folder = newFolder();
  await build(folder, 'page', 1_000);
  await mkdir(join(folder, '.vite'));
  await writeFile(join(folder, '.vite', 'manifest.json'), '{}');
  await writeFile(join(folder, '..', 'outside.txt'), 'secret');
  const url = await serve(clientPages(folder, ''));
  for (const path of ['/.vite/manifest.json', '/..%2foutside.txt', '/assets/../../outside.txt', '/assets/__proto__.js'])
    expect((await fetch(url + path)).status).toBe(404);
});
