import { expect, it } from 'vitest';
import { asOperator, basic, OPERATOR_PASSWORD } from '../support/operator.ts';
import { eventually, openTestServer } from '../support/test-server.ts';
import type { CounterClient } from './games.ts';

it('the list has public rooms, with what the game tells about them', async () => {
  const { sdk, get } = await openTestServer();
  const ann = await sdk.create<CounterClient>('counter', { from: 5 });
  await sdk.create('counter', { private: true });
  await sdk.joinById(ann.roomId, { spectate: true });
  const listed = {
    id: ann.roomId,
    game: 'counter',
    title: 'Counter',
    seats: 3,
    taken: 1,
    watchers: 1,
    open: true,
    info: { total: 5 },
  };
  expect(await (await get('/api/rooms')).json()).toEqual({ rooms: [listed] });
  expect(await (await get('/api/rooms?game=counter')).json()).toEqual({ rooms: [listed] });
  expect(await (await get('/api/rooms?game=chess')).json()).toEqual({ rooms: [] });
});

it('the list tells a room where nobody can sit down from one where somebody can', async () => {
  const { sdk, get } = await openTestServer();
  const ann = await sdk.create('counter');
  await ann.request('close', {});
  const bob = await sdk.create('counter');
  const { rooms } = (await (await get('/api/rooms')).json()) as { rooms: { id: string; open: boolean }[] };
  expect(rooms.map(({ id, open }) => ({ id, open }))).toEqual([
    { id: bob.roomId, open: true },
    { id: ann.roomId, open: false },
  ]);
});

it('anybody may read health and readiness', async () => {
  const { get } = await openTestServer();
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(200);
});

it('the metrics count rooms, players, tasks and ticks', async () => {
  const { sdk, metrics } = await openTestServer();
  const ann = await sdk.create<CounterClient>('counter', { bots: 1 });
  await sdk.joinById(ann.roomId, { spectate: true });
  await eventually(() => ann.state.total > 0);
  const text = await metrics();
  for (const line of [
    'greenroom_rooms 1',
    'greenroom_players{kind="human"} 1',
    'greenroom_players{kind="bot"} 1',
    'greenroom_players{kind="watcher"} 1',
    'greenroom_late_ticks_total',
    'greenroom_queue_overflows_total 0',
    'process_cpu_seconds_total',
  ]) {
    expect(text).toContain(line);
  }
  expect(text).toMatch(/greenroom_tick_seconds_count [1-9]/);
  expect(text).toMatch(/greenroom_live_tasks [1-9]/);
});

it('the pages for operators do not exist where no password is set', async () => {
  const { get } = await openTestServer({}, { OPERATOR_PASSWORD: '' });
  for (const path of ['/debug/rooms', '/debug/rooms.json', '/metrics']) expect((await get(path)).status).toBe(404);
  for (const path of ['/monitor', '/monitor/api', '/playground']) expect((await get(path)).status).toBe(404);
});

it('the pages for operators open with the password alone', async () => {
  const { get } = await openTestServer();
  for (const path of ['/debug/rooms', '/debug/rooms.json', '/monitor/', '/monitor/api', '/metrics']) {
    for (const init of [
      {},
      basic('operator', 'wrong'),
      basic('root', OPERATOR_PASSWORD),
      { headers: { authorization: 'Basic' } },
    ]) {
      const response = await get(path, init);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Basic/);
    }
    const response = await get(path, asOperator(OPERATOR_PASSWORD));
    expect(response.status).toBe(200);
  }
});

it('no page of another origin can read what operators see', async () => {
  const { get } = await openTestServer();
  const { headers } = asOperator(OPERATOR_PASSWORD);
  const response = await get('/debug/rooms.json', { headers: { ...headers, origin: 'https://evil.example' } });
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
});

it('operators see what every room waits for', async () => {
  const { sdk, get } = await openTestServer();
  const empty = await (await get('/debug/rooms', asOperator(OPERATOR_PASSWORD))).text();
  expect(empty).toBe('There is no room.\n');

  const ann = await sdk.create('counter', { name: 'Ann', private: true });
  await ann.request('ask', {});
  const text = await (await get('/debug/rooms', asOperator(OPERATOR_PASSWORD))).text();
  expect(text).toMatch(new RegExp(`^${ann.roomId} counter: .* tasks, 0 watching, open, private`));
  expect(text).toContain('0: Ann');
  expect(text).toMatch(/asking of Ann: answer to "sure" from Ann/);

  const { rooms } = (await (await get('/debug/rooms.json', asOperator(OPERATOR_PASSWORD))).json()) as {
    rooms: { id: string; tasks: object }[];
  };
  expect(rooms).toMatchObject([
    { id: ann.roomId, private: true, players: [{ seat: 0, name: 'Ann', bot: false, connected: true }] },
  ]);
  expect(JSON.stringify(rooms[0]?.tasks)).toContain('asking of Ann');
});

it('an address of the client answers with its page, and one of nothing with 404', async () => {
  const { get } = await openTestServer();
  const pages = await Promise.all(['/', '/t/ABCDE', '/t/ABCDE?watch', '/anything'].map((path) => get(path)));
  const statuses = new Set(pages.map(({ status }) => status));
  // 503 where the client has not been built.
  expect([[200], [503]]).toContainEqual([...statuses]);
  for (const path of [
    '/api/nothing',
    '/assets/nothing.js',
    '/nothing.png',
    '/../package.json',
    '/%2e%2e/package.json',
  ]) {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('node_modules');
  }
});

it('anybody who knows a match’s id may read what became of it', async () => {
  const { sdk, get, server } = await openTestServer();
  const fate = async (match: string): Promise<unknown> => {
    const response = await get(`/api/matches/${match}`);
    return response.ok ? response.json() : response.status;
  };
  const ann = await sdk.create<CounterClient>('counter');
  const { matchId } = server.host.rooms.get(ann.roomId)!.match.start;
  expect(await fate(matchId)).toEqual({ fate: 'open' });
  ann.reconnection.enabled = false;
  await ann.request('break', {}).catch(() => {});
  await eventually(() => !server.host.rooms.has(ann.roomId));
  expect(await fate(matchId)).toEqual({ fate: 'failed' });
  for (const id of ['ABCDE-aaaaaaaaaa', 'nonsense', '__proto__', '..%2F..']) expect(await fate(id)).toBe(404);
});
