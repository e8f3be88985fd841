/** Everything that the server has is below its base path, whether a proxy passes the path on or takes it away. */
import { ColyseusSDK } from '@colyseus/sdk';
import { describe, expect, it } from 'vitest';
import { withoutBasePath } from '../../server/http/base-path.ts';
import { loadFromBasePath, writeBasePath } from '../../server/http/document.ts';
import { asOperator, OPERATOR_PASSWORD } from '../support/operator.ts';
import { COUNTER, eventually, openTestServer, type TestServer } from '../support/test-server.ts';
import { MemoryStore } from '../../tools/sim/journal/memory-store.ts';
import type { CounterClient } from './games.ts';

const BASE = '/games/greenroom';
const AUTHORIZED = asOperator(OPERATOR_PASSWORD);

const openBelow = (more: Record<string, string> = {}): Promise<TestServer> =>
  openTestServer({}, { BASE_PATH: BASE, ...more });

/** What the page loads, as the browser asks for it. */
async function loadedBy(house: TestServer, path: string): Promise<string[]> {
  const page = await (await house.get(path)).text();
  const found = [...page.matchAll(/\b(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
  return found.map((address) => new URL(address, house.url + path).pathname);
}

describe.each([
  ['passes on', BASE],
  ['takes away', ''],
])('behind a proxy that %s the path', (_, prefix) => {
  it.each(['/', '/t/KRTWZ', '/t/KRTWZ?watch', '/replay', '/replay/KRTWZ-x7k2m5q4pz', '/practice/arena', '/index.html'])(
    '%s is the page, which knows where it is and loads from there',
    async (path) => {
      const house = await openBelow();
      const response = await house.get(prefix + path);
      expect(response.headers.get('content-type')).toContain('text/html');
      expect(await response.text()).toContain(`<meta name="base-path" content="${BASE}" />`);
      const loaded = await loadedBy(house, prefix + path);
      expect(loaded.length).toBeGreaterThan(2);
      for (const asset of loaded) {
        expect(asset).toMatch(/^\/games\/greenroom\/assets\//);
        const asked = prefix + asset.slice(BASE.length);
        expect((await house.get(asked)).headers.get('cache-control')).toContain('immutable');
      }
    },
  );

  it.each([
    ['/healthz', 'alive'],
    ['/readyz', 'ready'],
    ['/metrics', 'greenroom_rooms'],
    ['/api/rooms', '{"rooms":[]}'],
    ['/api/rooms?game=counter', '{"rooms":[]}'],
    ['/api/replays/KRTWZ-x7k2m5q4pz', 'there is no match of this id'],
    ['/api/nothing', 'there is nothing here'],
    ['/debug/rooms', 'There is no room.'],
    ['/debug/rooms.json', '{"rooms":[],"total":0}'],
    ['/monitor/', 'Colyseus Stats'],
    ['/monitor/api', '"rooms":'],
  ])('%s answers as it does without a base path', async (path, text) => {
    const house = await openBelow();
    expect(await (await house.get(prefix + path, AUTHORIZED)).text()).toContain(text);
  });

  it('a redirect leads below the path', async () => {
    const { get } = await openBelow();
    const { headers } = await get(`${prefix}/monitor`, { ...AUTHORIZED, redirect: 'manual' });
    expect(headers.get('location')).toBe(`${BASE}/monitor/`);
  });

  it('players join, play and come back', async () => {
    const { url, server } = await openBelow();
    const sdk = new ColyseusSDK(url + prefix);
    const ann = await sdk.joinOrCreate<CounterClient>('counter', { name: 'Ann' });
    const bob = await new ColyseusSDK(`${url}${prefix}/`).joinById<CounterClient>(ann.roomId, { name: 'Bob' });
    expect(await ann.request('add', { n: 2 })).toEqual({ ok: true });
    await eventually(() => bob.state.total === 2);
    const token = bob.reconnectionToken;
    bob.reconnection.enabled = false;
    bob.connection.close(4010);
    await eventually(() => server.host.rooms.get(ann.roomId)?.match.players[1]?.connected === false);
    const again = await sdk.reconnect<CounterClient>(token);
    expect(again.sessionId).toBe(bob.sessionId);
  });
});

it('replays of ended matches are below the path', async () => {
  const journal = new MemoryStore();
  const { sdk, get, server } = await openTestServer({ games: [COUNTER], journal }, { BASE_PATH: BASE });
  const ann = await sdk.create<CounterClient>('counter', { name: 'Ann' });
  const matchId = server.host.rooms.get(ann.roomId)?.match.start.matchId ?? 'none';
  await ann.leave();
  await eventually(() => server.host.rooms.size === 0);
  expect((await get(`${BASE}/api/replays/${matchId}`)).headers.get('content-type')).toBe('application/octet-stream');
});

it('in development the page and its modules come from below the path', async () => {
  const house = await openBelow({ NODE_ENV: 'development' });
  const page = await (await house.get(`${BASE}/t/KRTWZ`)).text();
  expect(page).toContain(`<meta name="base-path" content="${BASE}" />`);
  const loaded = await loadedBy(house, `${BASE}/t/KRTWZ`);
  expect(loaded).toContain(`${BASE}/main.tsx`);
  for (const path of loaded) expect((await house.get(path)).status).toBe(200);
  expect((await house.get(`${BASE}/main.tsx`)).headers.get('content-type')).toContain('javascript');
});

it.each([
  ['/games/greenroom', '/'],
  ['/games/greenroom/', '/'],
  ['/games/greenroom?watch', '/?watch'],
  ['/games/greenroom/api/rooms?game=x', '/api/rooms?game=x'],
  ['/games/greenrooms/api', '/games/greenrooms/api'],
  ['/games', '/games'],
  ['/api/rooms', '/api/rooms'],
  ['/games/greenroom/games/greenroom', '/games/greenroom'],
])('%s is the server’s own %s', (asked, own) => {
  expect(withoutBasePath(asked, BASE)).toBe(own);
  expect(withoutBasePath(asked, '')).toBe(asked);
});

it('a document without a place for its base path is an error', () => {
  const document =
    '<meta name="base-path" content="" /><script src="./a.js"></script><a href="https://b.example/"></a>';
  expect(loadFromBasePath(writeBasePath(document, BASE), BASE)).toBe(
    `<meta name="base-path" content="${BASE}" /><script src="${BASE}/a.js"></script><a href="https://b.example/"></a>`,
  );
  expect(loadFromBasePath(document, '')).toContain('src="/a.js"');
  expect(() => writeBasePath('<html></html>', BASE)).toThrow('the document has no <meta name="base-path"');
});
