import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { playableGame } from '../../../client/bots/games.ts';
import { BotGroup, type BotGroupPlan } from '../../../client/bots/bot-group.ts';
import { MemoryStore } from '../../server/journal/memory-store.ts';
import { readSettings } from '../../../server/settings.ts';
import { startServer, type RunningServer } from '../../../server/start.ts';
import { Relay } from '../../support/relay.ts';

/** Between two words of theirs there may be a reveal, a roll, and a thought; and all of it takes longer on a busy machine. */
const PATIENT = { timeout: 60_000, interval: 50 };
const forever = new AbortController().signal;
let server: RunningServer;

beforeAll(async () => {
  // The SDK tells the console of every closed connection.
  vi.spyOn(console, 'info').mockReturnValue();
  vi.spyOn(console, 'warn').mockReturnValue();
  server = await startServer(
    readSettings({ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', MAX_LOAD_PERCENT: '0' }),
    {
      journal: new MemoryStore(),
    },
  );
});

afterAll(() => server.stop());

function plan(changes: Partial<BotGroupPlan>): BotGroupPlan {
  const dice = playableGame('liars-dice');
  if (dice === undefined) throw new Error('no bots for liars-dice');
  // However slowly they come, nobody else takes their seats.
  const played = { ...dice, tableFor: (bots: number) => ({ ...dice.tableFor(bots), fillAfterMs: null }) };
  return { played, count: 2, url: `ws://127.0.0.1:${server.port}`, room: undefined, seconds: 600, ...changes };
}

it('bots sit down at one table, and leave it empty', async () => {
  const party = new BotGroup(plan({ count: 5, seconds: 1 }));
  await party.join(forever);
  const [table] = party.records.map((record) => record.table);
  expect(party.records.map((record) => record.table)).toEqual(Array.from({ length: 5 }, () => table));
  expect(server.host.rooms.get(table ?? '')?.match.players).toHaveLength(5);
  await party.play(forever, () => {});
  await party.leave();
  await vi.waitUntil(() => server.host.rooms.size === 0, PATIENT);
  expect(party.records.map(({ closed, broken }) => [closed, broken])).toEqual(
    party.records.map(() => [undefined, false]),
  );
});

it('those who find a full table take the next one', async () => {
  const party = new BotGroup(plan({ count: 8 }));
  await party.join(forever);
  expect(new Set(party.records.map((record) => record.table)).size).toBe(2);
  await party.leave();
});

it('at a table that they were sent to, those who find no place say so', async () => {
  const hosts = new BotGroup(plan({ count: 5 }));
  await hosts.join(forever);
  const party = new BotGroup(plan({ count: 3, room: hosts.records[0]?.table }));
  await expect(party.join(forever)).rejects.toThrow(/room-(full|closed)/);
  await Promise.all([hosts.leave(), party.leave()]);
});

it('they play by themselves, and come back when their line is cut', { timeout: 120_000 }, async () => {
  const line = await Relay.open(`http://127.0.0.1:${server.port}`);
  const party = new BotGroup(plan({ count: 3, url: line.url.replace('http', 'ws') }));
  const stopping = new AbortController();
  await party.join(stopping.signal);
  const played = party.play(stopping.signal, () => {});
  await vi.waitUntil(() => total(party, 'sent') > 0, PATIENT);
  line.cut();
  await vi.waitUntil(() => total(party, 'reconnects') === 3, PATIENT);
  const sent = total(party, 'sent');
  await vi.waitUntil(() => total(party, 'sent') > sent, PATIENT);
  stopping.abort();
  await played;
  await party.leave();
  await line.close();
  expect(party.records.some(({ broken }) => broken)).toBe(false);
});

it('without a server the first bot fails, and with it all', async () => {
  const party = new BotGroup(plan({ url: 'ws://127.0.0.1:1' }));
  await expect(party.join(forever)).rejects.toThrow('fetch failed');
  expect(party.playing).toBe(0);
});

function total(party: BotGroup, count: 'sent' | 'reconnects'): number {
  return party.records.reduce((sum, record) => sum + record[count], 0);
}
