import { expect, it } from 'vitest';
import { serve } from '../../server/serve.ts';

import { defineEffects } from '../../shared/runtime/index.ts';
import type { App } from '../../shared/app.ts';
import { listed, serveGames, settingsUnderTest } from '../support/served-app.ts';
import { eventually } from '../support/test-server.ts';
import { counter, counterBot, fetcher } from './games.ts';

interface Counted {
  readonly total: number;
  readonly hands: readonly { readonly bot: boolean }[];
}

it('an app is served with the games of its list, and their bots and effects', async () => {
  const { server, sdk } = await serveGames([
    listed(counter, { bot: async () => counterBot }),
    listed(fetcher, { effects: async () => defineEffects(fetcher, { fetch: async () => 'a page' }) }),
  ]);
  expect(server.address).toBe(`http://127.0.0.1:${server.port}`);
  const room = await sdk.create<Counted>('counter', { bots: 1 });
  await eventually(() => room.state.hands?.length === 2);
  expect(Array.from(room.state.hands, ({ bot }) => bot).sort()).toEqual([false, true]);
  const pages = await sdk.create<{ readonly bodies: readonly string[] }>('fetcher', { urls: ['one'] });
  await eventually(() => pages.state.bodies?.length === 1);
  await expect(sdk.create('liars-dice', {})).rejects.toThrow('liars-dice');
});

it('a server that was stopped has freed its port, and its data are there for the next', async () => {
  const settings = await settingsUnderTest();
  const app: App = { games: [listed(counter)] };
  const first = await serve(app, { settings });
  await first.stop();
  const second = await serve(app, { settings: { ...settings, port: first.port } });
  expect(second.port).toBe(first.port);
  await second.stop();
});

it('a base path that is given replaces the one of the settings', async () => {
  const settings = await settingsUnderTest({ BASE_PATH: '/of/settings' });
  const { server } = await serveGames([listed(counter)], { settings, basePath: '/games/mine' });
  expect(server.address).toBe(`http://127.0.0.1:${server.port}/games/mine`);
  expect((await fetch(`${server.address}/api/rooms`)).status).toBe(200);
  const elsewhere = await fetch(`http://127.0.0.1:${server.port}/of/settings/api/rooms`);
  expect(elsewhere.headers.get('content-type')).not.toContain('json');
});

it('a wrong base path, and a list that calls a game by another name, are refused before anything is opened', async () => {
  const settings = await settingsUnderTest();
  const app: App = { games: [listed(counter)] };
  await expect(serve(app, { settings, basePath: '/api' })).rejects.toThrow('basePath begins with a word other than');
  const misnamed: App = { games: [{ ...listed(counter), name: 'dice' }] };
  await expect(serve(misnamed, { settings })).rejects.toThrow('calls a game "dice"');
});
