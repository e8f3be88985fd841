import { expect, it } from 'vitest';
import { closing, COUNTER, eventually, recordMessages, openTestServer } from '../support/test-server.ts';
import type { CounterClient } from './games.ts';

it.each([
  ['break', 'broken on purpose'],
  ['stray', 'stray on purpose'],
])(
  'a room whose script fails (%s) ends alone: its clients are informed, other rooms are not affected',
  async (word, cause) => {
    const { sdk, logged, server, metrics } = await openTestServer();
    const ann = await sdk.create<CounterClient>('counter');
    const bob = await sdk.joinById<CounterClient>(ann.roomId);
    const neighbour = await sdk.create<CounterClient>('counter');
    const got = recordMessages(bob);
    const closed = [closing(ann), closing(bob)];
    ann.send(word, {});
    expect(await Promise.all(closed)).toMatchObject([{ code: 4020 }, { code: 4020 }]);
    const ended = got.find(({ type }) => type === '$ended')?.data;
    expect(ended).toEqual({ reason: expect.stringMatching(/went wrong/) });
    expect(JSON.stringify(ended)).not.toContain(cause);

    await eventually(() => server.host.rooms.size === 1);
    expect(await neighbour.request('add', { n: 2 })).toEqual({ ok: true });
    expect(neighbour.state.total).toBe(2);
    expect(logged.join('')).toContain(cause);
    expect(await metrics()).toContain('greenroom_rooms_failed_total 1');
  },
);

it('an error that belongs to no room is logged, and the process goes on', async () => {
  const { sdk, logged, metrics } = await openTestServer();
  const ann = await sdk.create<CounterClient>('counter');
  void Promise.reject(new Error('from nowhere'));
  setImmediate(() => {
    throw new Error('thrown into the void');
  });
  await eventually(() => ['from nowhere', 'into the void'].every((text) => logged.join('').includes(text)));
  expect(await ann.request('add', { n: 2 })).toEqual({ ok: true });
  expect(await metrics()).toContain('greenroom_stray_errors_total 2');
});

it('a bot whose script fails leaves, and the game goes on without it', async () => {
  const clumsy = { name: 'clumsy', play: () => Promise.reject(new Error('clumsy on purpose')) };
  const { sdk, server, logged } = await openTestServer({ games: [{ ...COUNTER, bot: clumsy }] });
  const ann = await sdk.create<CounterClient>('counter', { bots: 2 });
  await eventually(() => ann.state.hands?.length === 3);
  await eventually(() => server.host.rooms.get(ann.roomId)?.match.players.length === 1);
  expect(await ann.request('add', { n: 2 })).toEqual({ ok: true });
  expect(logged.join('')).toContain('clumsy on purpose');
});
