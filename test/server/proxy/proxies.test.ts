/** What OPERATING.md says to nginx and Caddy, tried with both: the base path passed on, and taken away. */
import { ColyseusSDK } from '@colyseus/sdk';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PageClient } from '../../../client/connection/network/page-client.ts';
import { asOperator, OPERATOR_PASSWORD } from '../../support/operator.ts';
import { eventually, openTestServer } from '../../support/test-server.ts';
import { isInstalled, PROXIES, startProxy, type Way } from './proxies.ts';
import type { CounterClient } from '../games.ts';

const BASE = '/games/greenroom';
const WAYS: readonly Way[] = ['passes on', 'takes away'];
const mayBeMissing = !process.env.REQUIRE_PROXIES;

const cases = PROXIES.flatMap((proxy) => WAYS.map((way) => ({ proxy, way, name: proxy.name })));

describe.each(cases)('behind $name, which $way the base path', ({ proxy, way }) => {
  const behind = test.extend('house', async ({ skip }) => {
    skip(mayBeMissing && !isInstalled(proxy), `${proxy.name} is not installed`);
    const house = await openTestServer({}, { BASE_PATH: BASE, TRUSTED_PROXIES: 'loopback' });
    const { url, log, stop } = await startProxy(proxy, way, house.server.port);
    onTestFinished(stop);
    return { ...house, url: url + BASE, outside: url, log };
  });

  behind('pages and all that they load are there', async ({ house: { url, outside } }) => {
    for (const path of ['/', '/t/KRTWZ?watch', '/replay', '/practice/arena']) {
      const page = await (await fetch(url + path)).text();
      const assets = [...page.matchAll(/\b(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
      expect(assets.length).toBeGreaterThan(2);
      for (const asset of assets) expect((await fetch(outside + asset)).status).toBe(200);
    }
  });

  behind('the path without its last slash leads to the lobby', async ({ house: { url } }) => {
    const response = await fetch(url);
    expect(response.url).toBe(`${url}/`);
    expect(response.status).toBe(200);
  });

  behind('the API answers, and the metrics to operators alone', async ({ house: { url } }) => {
    expect(await (await fetch(`${url}/api/rooms`)).json()).toEqual({ rooms: [] });
    expect((await fetch(`${url}/api/replays/KRTWZ-x7k2m5q4pz`)).status).toBe(404);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
    expect((await fetch(`${url}/metrics`, asOperator(OPERATOR_PASSWORD))).status).toBe(200);
  });

  behind('players join, play, lose their line and come back', async ({ house: { url } }) => {
    const ann = await new ColyseusSDK(url).joinOrCreate<CounterClient>('counter', { name: 'Ann' });
    const bob = await new ColyseusSDK(url).joinById<CounterClient>(ann.roomId, { name: 'Bob' });
    expect(await ann.request('add', { n: 2 })).toEqual({ ok: true });
    await eventually(() => bob.state.total === 2);
    bob.reconnection.minUptime = 0;
    const back = new Promise<void>((resolve) => bob.onReconnect(resolve));
    bob.connection.close(4010);
    await back;
    expect(await bob.request('add', { n: 3 })).toEqual({ ok: true });
    await eventually(() => ann.state.total === 5);
  });

  behind('pages of the proxy’s origin use the API, and those of others do not', async ({ house: { url, outside } }) => {
    const ask = (origin: string) => fetch(`${url}/api/rooms`, { headers: { origin } });
    expect((await ask(outside)).status).toBe(200);
    expect((await ask('https://evil.example')).status).toBe(403);
  });

  behind('its log has no seat and no token, however they were told', async ({ house: { url, log } }) => {
    for (const client of [new ColyseusSDK(url), new PageClient(url)]) {
      const room = await client.joinOrCreate<CounterClient>('counter', { name: 'Ann' });
      room.reconnection.minUptime = 0;
      const back = new Promise<void>((resolve) => room.onReconnect(resolve));
      const [, token = 'none'] = room.reconnectionToken.split(':');
      room.connection.close(4010);
      await back;
      await room.leave();
      await eventually(() => log().split(`/${room.roomId}`).length > 2);
      for (const secret of [room.sessionId, token]) expect(log()).not.toContain(secret);
    }
  });
});
