/** Network bots while the server is killed and restarted. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { playableGame } from '../../../client/bots/games.ts';
import { BotGroup } from '../../../client/bots/bot-group.ts';
import { ServerProcess, WHEN_BUSY } from '../../support/server-process.ts';

/** Between two messages there may be a reveal, a roll and a bot's delay, and a busy machine is slow. */
const PATIENT = { timeout: 60_000, interval: 50 };

it('bots reconnect by themselves after kill -9, and play on', { timeout: 300_000 }, async () => {
  // The SDK logs every closed connection.
  vi.spyOn(console, 'info').mockReturnValue();
  vi.spyOn(console, 'warn').mockReturnValue();
  const server = await ServerProcess.open({ env: WHEN_BUSY });
  onTestFinished(() => server.close());
  const played = playableGame('liars-dice')!;
  const group = new BotGroup({
    played,
    count: 3,
    url: server.url.replace('http', 'ws'),
    room: undefined,
    seconds: 600,
  });
  const sent = () => group.records.reduce((sum, record) => sum + record.sent, 0);
  const stopping = new AbortController();
  await group.join(stopping.signal);
  const playing = group.play(stopping.signal, () => {});
  const sentMore = async () => {
    const before = sent();
    await vi.waitUntil(() => sent() > before, PATIENT);
  };
  for (let restarts = 1; restarts <= 2; restarts += 1) {
    await sentMore();
    const before = group.records.map(({ reconnects }) => reconnects);
    await server.restart();
    await vi.waitUntil(() => group.records.every(({ reconnects }, bot) => reconnects > before[bot]!), PATIENT);
  }
  await sentMore();
  stopping.abort();
  await playing;
  await group.leave();
  // A message may be refused when another bot was faster.
  expect(group.records.map(({ closed, broken }) => ({ closed, broken }))).toEqual(
    group.records.map(() => ({ closed: undefined, broken: false })),
  );
});
