/** Network bots, and a server that is killed under them. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { playableGame } from '../../../client/bots/games.ts';
import { Party } from '../../../client/bots/party.ts';
import { startServer } from '../../browser/live-server.ts';

/** Between two words of theirs there may be a reveal, a roll, and a thought. */
const PATIENT = { timeout: 30_000, interval: 50 };

it('bots come back by themselves after kill -9, and play on', { timeout: 120_000 }, async () => {
  // The SDK tells the console of every closed connection.
  vi.spyOn(console, 'info').mockReturnValue();
  vi.spyOn(console, 'warn').mockReturnValue();
  const server = await startServer();
  onTestFinished(() => server.stop());
  const played = playableGame('liars-dice')!;
  const party = new Party({ played, count: 3, url: server.url.replace('http', 'ws'), room: undefined, seconds: 60 });
  const total = (count: 'sent' | 'reconnects') => party.records.reduce((sum, record) => sum + record[count], 0);
  const stopping = new AbortController();
  await party.sit(stopping.signal);
  const playing = party.play(stopping.signal, () => {});
  for (const restarts of [1, 2]) {
    const before = total('sent');
    await vi.waitUntil(() => total('sent') > before, PATIENT);
    await server.restart('SIGKILL');
    await vi.waitUntil(() => total('reconnects') === 3 * restarts, PATIENT);
  }
  const before = total('sent');
  await vi.waitUntil(() => total('sent') > before, PATIENT);
  stopping.abort();
  await playing;
  await party.leave();
  // A bot may be refused, where another one was quicker.
  expect(party.records.map(({ closed, broken }) => ({ closed, broken }))).toEqual(
    party.records.map(() => ({ closed: undefined, broken: false })),
  );
});
