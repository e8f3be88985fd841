import { createServer, type ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { LIMITS } from '../../server/host/limits.ts';
import { defineEffects } from '../../shared/runtime/index.ts';
import { fetcher } from './games.ts';
import { closing, eventually, openTestServer } from '../support/test-server.ts';
import { listen } from '../support/listen.ts';

interface FetchState {
  bodies: string[];
  failures: string[];
}

const overHttp = defineEffects(fetcher, {
  fetch: async ({ url }, { signal }) => (await fetch(url, { signal })).text(),
});

/** Pages that take two seconds each, counted by a clock that the pages themselves move on. */
async function slowPages() {
  const underWay: { path: string; response: ServerResponse }[] = [];
  const pages = createServer((request, response) => void underWay.push({ path: request.url ?? '', response }));
  return { underWay, url: `http://127.0.0.1:${await listen(pages)}` };
}

it('two fetches of two seconds each take about two seconds together: both are under way at once', async () => {
  const { underWay, url } = await slowPages();
  const { sdk } = await openTestServer({ games: [{ game: fetcher, effects: overHttp }] });
  const room = await sdk.create<FetchState>('fetcher', { urls: [`${url}/one`, `${url}/two`] });
  await eventually(() => underWay.length === 2);
  // Whichever comes back first, the script has them in the order in which it asked.
  for (const { path, response } of underWay.toReversed()) response.end(`page ${path}`);
  await eventually(() => room.state.bodies?.length === 2);
  expect([...room.state.bodies]).toEqual(['page /one', 'page /two']);
});

it('an effect that fails tells the script why', async () => {
  const effects = defineEffects(fetcher, {
    fetch: async ({ url }) => {
      if (url === 'shape') return JSON.parse('{ "not": "text" }');
      throw new TypeError(`no way to ${url}`);
    },
  });
  const { sdk } = await openTestServer({ games: [{ game: fetcher, effects }] });
  const room = await sdk.create<FetchState>('fetcher', { urls: ['mars', 'shape'] });
  await eventually(() => room.state.failures?.length === 2);
  expect(room.state.failures[0]).toContain('no way to mars');
  expect(room.state.failures[1]).toContain('the result of "fetch" was refused');
});

it('a server does not start with a game whose effects have no handlers, and names both', async () => {
  const start = openTestServer({ games: [{ game: fetcher }] });
  await expect(start).rejects.toThrow('the game "fetcher" declares the effect "fetch", and nothing says what it does');
});

it('a handler logs with the game, the match and the key of its effect', async () => {
  const effects = defineEffects(fetcher, {
    fetch(_args, { log, matchId }) {
      log.warn('page missing', { status: 404 });
      return matchId;
    },
  });
  const { sdk, logged } = await openTestServer({ games: [{ game: fetcher, effects }] });
  const room = await sdk.create<FetchState>('fetcher', { urls: ['mars'] });
  await eventually(() => room.state.bodies?.length === 1);
  const line = logged
    .map((text): unknown => JSON.parse(text))
    .find((each) => (each as { msg: string }).msg === 'page missing');
  expect(line).toMatchObject({ game: 'fetcher', effect: 'fetch', key: `${room.state.bodies[0]}:1`, status: 404 });
});

it('each effect has a key of its own, under which it would run again', async () => {
  const keys: string[] = [];
  const effects = defineEffects(fetcher, { fetch: async (_args, { key }) => (keys.push(key), key) });
  const { sdk } = await openTestServer({ games: [{ game: fetcher, effects }] });
  const room = await sdk.create<FetchState>('fetcher', { urls: ['one', 'two'] });
  await eventually(() => room.state.bodies?.length === 2);
  expect(keys).toEqual([1, 2].map((effect) => expect.stringMatching(`^${room.roomId}-[a-z2-7]{10}:${effect}$`)));
});

it('a room runs a bounded number of effects at a time', async () => {
  const finish: (() => void)[] = [];
  const effects = defineEffects(fetcher, {
    fetch: () => new Promise<string>((resolve) => finish.push(() => resolve('page'))),
  });
  const { sdk } = await openTestServer({ games: [{ game: fetcher, effects }] });
  const urls = Array.from({ length: LIMITS.effectsPerRoom + 6 }, () => 'x');
  const room = await sdk.create<FetchState>('fetcher', { urls });
  await eventually(() => finish.length >= LIMITS.effectsPerRoom);
  for (const done of finish) done();
  await eventually(() => room.state.failures?.length === 6);
  expect(finish).toHaveLength(LIMITS.effectsPerRoom);
  expect(room.state.bodies).toHaveLength(LIMITS.effectsPerRoom);
  for (const failure of room.state.failures) expect(failure).toContain('TooManyEffects');
});

it('effects that are under way are called off when their room closes', async () => {
  const signals: AbortSignal[] = [];
  const effects = defineEffects(fetcher, {
    fetch: (_args, { signal }) => (signals.push(signal), new Promise<string>(() => {})),
  });
  const { sdk } = await openTestServer({ games: [{ game: fetcher, effects }] });
  const room = await sdk.create<FetchState>('fetcher', { urls: ['one', 'two'] });
  await eventually(() => signals.length === 2);
  const closed = closing(room);
  await room.leave();
  await closed;
  await eventually(() => signals.every(({ aborted }) => aborted));
});
