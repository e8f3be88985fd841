/** Kill -9 in the midst of a fight, with bullets in the air. */
import { expect, it, onTestFinished } from 'vitest';
import { openReader } from '../../../server/journal/reader.ts';
import { arena, type Arena } from '../../../shared/games/arena/index.ts';
import { Replay } from '../../../shared/runtime/host.ts';
import { fighterPilot, Marksman } from '../../support/arena/marksman.ts';
import { ServerClock } from '../../support/arena/server-clock.ts';
import { CrashingServer } from '../crash/crashing-server.ts';
import { eventually } from '../../support/test-server.ts';

/** A tick may have been written down that no client has seen: two frames of a dash. */
const UNSEEN = 2 * 240;

function bulletsOf({ fighters }: Arena): number {
  return [...fighters].reduce((all, { body }) => all + (body?.bullets.size ?? 0), 0);
}

/** What everybody knows of everybody. */
function scoresOf({ fighters }: Arena): object[] {
  return fighters.map(({ player, name, team, wins }) => ({ player, name, team, wins }));
}

function standing({ body }: Marksman) {
  const { x = 0, y = 0, steps = 0, health = 0 } = body ?? {};
  return { x, y, steps, health };
}

it('after kill -9 the fight goes on where it was, and its record is what happened', async () => {
  const house = await CrashingServer.open();
  const ann = await Marksman.join(house.url, { create: { seats: 6, fill: 4 } }, fighterPilot(1));
  const bob = await Marksman.join(house.url, { code: ann.line.code }, fighterPilot(2));
  for (const each of [ann, bob]) onTestFinished(() => each.leave());
  const { matchId } = ann.line.welcome;
  await eventually(() => ann.state.phase === 'fight' && bulletsOf(ann.state) > 0 && standing(ann).health > 0);

  await house.kill();
  await eventually(() => ann.line.status === 'dropped');
  const [told, scores] = [standing(ann), scoresOf(ann.state)];
  const back = new Promise<void>((resolve) =>
    ann.room.onReconnect.once(() => ann.room.onStateChange.once(() => resolve())),
  );
  await house.start();
  await back;
  const found = standing(ann);
  expect(Math.hypot(found.x - told.x, found.y - told.y)).toBeLessThanOrEqual(UNSEEN);
  expect(found.steps - told.steps).toBeOneOf([0, 1, 2]);
  expect(found.health).toBeLessThanOrEqual(told.health);
  expect(scoresOf(ann.state)).toEqual(scores);

  const input = ann.room.input();
  await eventually(() => !ann.line.held && ann.line.status === 'live' && input.lastProcessed >= 30);
  expect(ann.line.welcome.recoveries).toBe(1);
  // Some of those frames may have been given up, where the machine has stood still.
  await eventually(() => (ann.own?.steps ?? 0) > found.steps + 20);
  const truth = new ServerClock(bob.room);
  // The outage took a second or more, and that much would be missing. A machine under load is never quite right.
  await eventually(
    () => input.lastProcessed >= 90 && Math.abs(truth.errorOf(ann.room)) < 200 && input.pendingCount < 15,
  );

  await Promise.all([ann.leave(), bob.leave()]);
  await house.kill();
  const reader = openReader(house.folder);
  const recording = await reader.recording(matchId);
  reader.close();
  if (recording === undefined) throw new Error('there is no recording');
  const replay = new Replay(arena, recording);
  await replay.advance(recording.lastTick);
  expect(replay.divergence).toBeUndefined();
});
