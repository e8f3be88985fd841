/** What could make every room stand still costs one room alone, and shows. */
import { expect, it, vi } from 'vitest';
import { closing, eventually, openTestServer, type TestServer } from '../support/test-server.ts';
import type { CounterClient } from './games.ts';

/** Two rooms that are ticked as one batch. */
async function openTwo(): Promise<TestServer & Awaited<ReturnType<typeof roomsOf>>> {
  const house = await openTestServer();
  return { ...house, ...(await roomsOf(house)) };
}

async function roomsOf({ sdk, server }: TestServer) {
  const ann = await sdk.create<CounterClient>('counter');
  const bob = await sdk.create<CounterClient>('counter');
  const live = server.host.rooms.get(ann.roomId);
  if (live === undefined) throw new Error('the room is not there');
  return { ann, bob, live };
}

it('a step that never ends fails the health page, which names the room, and then costs that room alone', async () => {
  const { ann, bob, live, get, logged } = await openTwo();
  expect(await (await get('/healthz')).text()).toBe('alive\n');
  const end = closing(ann);
  const { tick } = live.match;
  Object.assign(live.match, { step() {} });
  const unhealthy = async () => {
    const page = await get('/healthz');
    return page.status === 503 && (await page.text());
  };
  const told = await vi.waitUntil(unhealthy, { timeout: 60_000 });
  expect(told).toMatch(`${ann.roomId} (counter, tick `);
  expect(told).not.toContain(bob.roomId);
  expect(await end).toMatchObject({ code: 4020 });
  expect(await bob.request('add', { n: 2 })).toEqual({ ok: true });
  await eventually(() => bob.state.total === 2);
  expect((await get('/healthz')).status).toBe(200);
  expect(logged.join('')).toMatch(/its tick \d+ does not end/);
  expect(live.match.tick).toBeGreaterThanOrEqual(tick);
});

it.each(['collect', 'committed', 'addSteps', 'release'] as const)(
  'an error of ours in %s of one room costs that room alone',
  async (method) => {
    const { ann, bob, live } = await openTwo();
    const end = closing(ann);
    Object.assign(live, {
      [method]() {
        throw new Error('ours');
      },
    });
    expect(await end).toMatchObject({ code: 4020 });
    expect(await bob.request('add', { n: 2 })).toEqual({ ok: true });
  },
);

it('a room goes even where its clients cannot be told that it has failed, and the log fails too', async () => {
  const { bob, live, server } = await openTwo();
  Object.assign(live, {
    release() {
      throw new Error('ours');
    },
    fail() {
      throw new Error('ours too');
    },
  });
  await eventually(() => server.host.rooms.size === 1);
  expect(await bob.request('add', { n: 2 })).toEqual({ ok: true });
});
