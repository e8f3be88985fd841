/** A server that stood still for a while: what its clients make of the time, and of the frames that have waited. */
import { setTimeout as sleep } from 'node:timers/promises';
import { it, onTestFinished } from 'vitest';
import { fighterPilot, Marksman, strollerPilot } from '../../support/arena/marksman.ts';
import { ServerClock } from '../../support/arena/server-clock.ts';
import { Relay } from '../../support/relay.ts';
import { CrashingServer } from '../crash/crashing-server.ts';
import { eventually } from '../../support/test-server.ts';

const STALL_MS = 1_500;
/** By how much a clock may be wrong on a machine under load: much less than the stall. */
const WRONG_MS = 150;
/** Frames that come and go unevenly: fewer than wait after the stall. */
const UNEVEN = 10;

it.each([
  ['just after they have come', 10],
  ['later', 150],
])('after the process stood still, %s, clients know the time and no frames wait', async (_, frames) => {
  const house = await CrashingServer.open();
  const line = await Relay.open(house.url, { delayMs: 75, jitterMs: 20 });
  onTestFinished(() => line.close());
  const far = await Marksman.join(line.url, { create: { seats: 4, fill: 0 } }, fighterPilot(1));
  onTestFinished(() => far.leave());
  const near = await Marksman.join(house.url, { code: far.line.code }, strollerPilot(2, far.line.welcome.player));
  onTestFinished(() => near.leave());
  const truth = new ServerClock(near.room);
  const input = far.room.input();
  await eventually(() => input.lastProcessed >= frames);
  const usual = input.pendingCount;

  house.send('SIGSTOP');
  await sleep(STALL_MS);
  // The client's own process may have stood still as well.
  await eventually(() => input.pendingCount > usual + 2 * UNEVEN);
  house.send('SIGCONT');

  const isWell = () => Math.abs(truth.errorOf(far.room)) < WRONG_MS && input.pendingCount <= usual + UNEVEN;
  await eventually(isWell);
  const well = input.lastProcessed;
  await eventually(() => input.lastProcessed >= well + 30 && isWell());
});
