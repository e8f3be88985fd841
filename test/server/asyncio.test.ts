/** The classic example of asyncio, as a room: two fetches of two seconds each that take two seconds together. */
import { createServer } from 'node:http';
import { schema, t } from '@colyseus/schema';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineEffects, defineGame } from '../../shared/runtime/index.ts';
import { eventually, openTestServer } from '../support/test-server.ts';
import { listen } from '../support/listen.ts';

const State = schema({ pages: t.array('string'), tookMs: t.float64().default(0) }, 'State');

const classic = defineGame({
  name: 'classic',
  title: 'Two fetches',
  seats: { min: 1, max: 1 },
  tickRate: 20,
  state: State,
  options: z.object({ site: z.string() }),
  messages: { bye: z.object({}) },
  effects: { fetch: { args: z.object({ url: z.string() }), result: z.string() } },
  async play(room) {
    const { site } = room.options;
    const began = room.now;
    const [a, b] = await room.all([
      () => room.effect('fetch', { url: `${site}/a` }),
      () => room.effect('fetch', { url: `${site}/b` }),
    ]);
    room.state.pages.push(a, b);
    room.state.tookMs = room.now - began;
    const [player] = await room.seated(1);
    await player.next('bye');
  },
});

const effects = defineEffects(classic, {
  fetch: async ({ url }, { signal }) => (await fetch(url, { signal })).text(),
});

it('two fetches of two seconds each take two seconds together', async () => {
  const log: string[] = [];
  const slow = createServer((request, response) => {
    log.push('asked');
    setTimeout(() => {
      log.push('answered');
      response.end(`page ${request.url}`);
    }, 2_000);
  });
  const { sdk, server } = await openTestServer({ games: [{ game: classic, effects }] });

  const site = `http://127.0.0.1:${await listen(slow)}`;
  const room = await sdk.create<{ pages: string[]; tookMs: number }>('classic', { site });
  await eventually(() => room.state.tookMs > 0);

  expect([...room.state.pages]).toEqual(['page /a', 'page /b']);
  expect(log).toEqual(['asked', 'asked', 'answered', 'answered']);
  // A machine under load may have lost some match time, and may be late by some ticks with the rest.
  const { lostMs: slipMs } = server.host.rooms.get(room.roomId) ?? { lostMs: 0 };
  expect(room.state.tookMs + slipMs).toBeGreaterThan(2_000 - 8 * 50);
});
