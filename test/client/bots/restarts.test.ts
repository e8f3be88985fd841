/** Network bots, and a server that is killed under them. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { playableGame } from '../../../client/bots/games.ts';
import { BotGroup } from '../../../client/bots/bot-group.ts';
import { ServerProcess, WHEN_BUSY } from '../../support/server-process.ts';

/** Between two words of theirs there may be a reveal, a roll, and a thought; and all of it takes longer on a busy machine. */
const PATIENT = { timeout: 60_000, interval: 50 };

it('bots come back by themselves after kill -9, and play on', { timeout: 300_000 }, async () => {
  // The SDK tells the console of every closed connection.
  vi.spyOn(console, 'info').mockReturnValue();
  vi.spyOn(console, 'warn').mockReturnValue();
  const server = await ServerProcess.open({ env: WHEN_BUSY });
  onTestFinished(() => server.close());
  const played = playableGame('liars-dice')!;
  const party = new BotGroup({
    played,
    count: 3,
    url: server.url.replace('http', 'ws'),
    room: undefined,
    seconds: 600,
  });
  const sent = () => party.records.reduce((sum, record) => sum + record.sent, 0);
  const stopping = new AbortController();
  await party.join(stopping.signal);
  const playing = party.play(stopping.signal, () => {});
  const sentMore = async () => {
    const before = sent();
    await vi.waitUntil(() => sent() > before, PATIENT);
  };
  for (let restarts = 1; restarts <= 2; restarts += 1) {
    await sentMore();
    const before = party.records.map(({ reconnects }) => reconnects);
    await server.restart();
    await vi.waitUntil(() => party.records.every(({ reconnects }, bot) => reconnects > before[bot]!), PATIENT);
  }
  await sentMore();
  stopping.abort();
  await playing;
  await party.leave();
  // A bot may be refused, where another one was quicker.
  expect(party.records.map(({ closed, broken }) => ({ closed, broken }))).toEqual(
    party.records.map(() => ({ closed: undefined, broken: false })),
  );
});
