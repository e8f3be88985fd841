import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { playableGame } from '../../../client/bots/games.ts';
import { BotGroup, type BotGroupPlan } from '../../../client/bots/bot-group.ts';
import { app } from '../../../greenroom.config.ts';
import { loadGames } from '../../../server/games.ts';
import { MemoryStore } from '../../../tools/sim/journal/memory-store.ts';
import { readSettings } from '../../../server/settings.ts';
import { startServer, type RunningServer } from '../../../server/start.ts';
import { Relay } from '../../support/relay.ts';

/** Between two messages there may be a reveal, a roll and a bot's delay, and a busy machine is slow. */
const PATIENT = { timeout: 60_000, interval: 50 };
const forever = new AbortController().signal;
let server: RunningServer;

beforeAll(async () => {
  // The SDK logs every closed connection.
  vi.spyOn(console, 'info').mockReturnValue();
  vi.spyOn(console, 'warn').mockReturnValue();
  server = await startServer(
    readSettings({ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', MAX_LOAD_PERCENT: '0' }),
    { games: await loadGames(app.games), journal: new MemoryStore() },
  );
});

afterAll(() => server.stop());

function plan(changes: Partial<BotGroupPlan>): BotGroupPlan {
  const dice = playableGame('liars-dice');
  if (dice === undefined) throw new Error('no bots for liars-dice');
  // So that no bot of the server takes their seats.
  const played = { ...dice, tableFor: (bots: number) => ({ ...dice.tableFor(bots), fillAfterMs: null }) };
  return { played, count: 2, url: `ws://127.0.0.1:${server.port}`, room: undefined, seconds: 600, ...changes };
}

it('bots join one table, and leave it empty', async () => {
  const group = new BotGroup(plan({ count: 5, seconds: 1 }));
  await group.join(forever);
  const [table] = group.records.map((record) => record.table);
  expect(group.records.map((record) => record.table)).toEqual(Array.from({ length: 5 }, () => table));
  expect(server.host.rooms.get(table ?? '')?.match.players).toHaveLength(5);
  await group.play(forever, () => {});
  await group.leave();
  await vi.waitUntil(() => server.host.rooms.size === 0, PATIENT);
  expect(group.records.map(({ closed, broken }) => [closed, broken])).toEqual(
    group.records.map(() => [undefined, false]),
  );
});

it('bots that find a full table take the next one', async () => {
  const group = new BotGroup(plan({ count: 8 }));
  await group.join(forever);
  expect(new Set(group.records.map((record) => record.table)).size).toBe(2);
  await group.leave();
});

it('bots that find the table given to them full report it', async () => {
  const hosts = new BotGroup(plan({ count: 5 }));
  await hosts.join(forever);
  const group = new BotGroup(plan({ count: 3, room: hosts.records[0]?.table }));
  await expect(group.join(forever)).rejects.toThrow(/room-(full|closed)/);
  await Promise.all([hosts.leave(), group.leave()]);
});

it('bots play by themselves, and reconnect when their connection is cut', { timeout: 120_000 }, async () => {
  const relay = await Relay.open(`http://127.0.0.1:${server.port}`);
  const group = new BotGroup(plan({ count: 3, url: relay.url.replace('http', 'ws') }));
  const stopping = new AbortController();
  await group.join(stopping.signal);
  const played = group.play(stopping.signal, () => {});
  await vi.waitUntil(() => total(group, 'sent') > 0, PATIENT);
  relay.cut();
  await vi.waitUntil(() => total(group, 'reconnects') === 3, PATIENT);
  const sent = total(group, 'sent');
  await vi.waitUntil(() => total(group, 'sent') > sent, PATIENT);
  stopping.abort();
  await played;
  await group.leave();
  await relay.close();
  expect(group.records.some(({ broken }) => broken)).toBe(false);
});

it('without a server the first bot fails, and the group with it', async () => {
  const group = new BotGroup(plan({ url: 'ws://127.0.0.1:1' }));
  await expect(group.join(forever)).rejects.toThrow('fetch failed');
  expect(group.playing).toBe(0);
});

function total(group: BotGroup, count: 'sent' | 'reconnects'): number {
  return group.records.reduce((sum, record) => sum + record[count], 0);
}
