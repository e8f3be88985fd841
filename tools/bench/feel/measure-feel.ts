/**
 * Measures the arena over a connection with a round trip of 150 ms and up to 20 ms of jitter each way: prediction errors of the player's
 * own fighter, shots whose result differs from what the shooter saw, and the recovery time after a stalled and a killed server.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Relay } from '../../../test/support/relay.ts';
import { quantile, type BenchResult } from '../figures.ts';
import type { BenchProgress } from '../progress.ts';
import { ServerProcess } from '../../../test/support/server-process.ts';
import { fighterPilot, Marksman, strollerPilot } from '../../../test/support/arena/marksman.ts';
import type { ShotRecord, Weapon } from '../../../test/support/arena/shot-log.ts';
import { ServerClock } from '../../../test/support/arena/server-clock.ts';

const LONG = { delayMs: 75, jitterMs: 20 };
const STROLLERS = 5;
const STALL_MS = 1_500;
/** How long it measures before and after a stall, and after a kill. */
const WATCHED_MS = 6_000;
const CLOCK_MS = 50;

export async function measureFeel(quick: boolean, progress: BenchProgress): Promise<BenchResult[]> {
  // The SDK logs every lost connection.
  console.info = () => {};
  console.warn = () => {};
  const server = await ServerProcess.open({ env: { LOG_LEVEL: 'error' } });
  const line = await Relay.open(server.url, LONG);
  const far = await Marksman.join(line.url, { create: { seats: 8, fill: 2, roundMs: 600_000 } }, fighterPilot(1));
  const strollers: Marksman[] = [];
  try {
    for (let seed = 2; seed < 2 + STROLLERS; seed++) {
      const pilot = strollerPilot(seed, far.line.welcome.player);
      strollers.push(await Marksman.join(server.url, { code: far.line.code }, pilot));
    }
    while (far.state.phase !== 'fight') await sleep(100);
    const fight = await measureFight(server, far, quick ? 20 : 90, progress);
    const truth = new ServerClock(strollers[0]?.room ?? far.room);
    await sleep(2_000);
    const stall = await measureStall(server, far, truth, progress);
    const crash = await measureCrash(server, far, progress);
    return [...fight, ...stall, ...crash];
  } finally {
    await Promise.all([far, ...strollers].map((each) => each.leave()));
    await line.close();
    await server.close();
  }
}

async function measureFight(
  server: ServerProcess,
  far: Marksman,
  seconds: number,
  progress: BenchProgress,
): Promise<BenchResult[]> {
  const before = { frames: far.frames, taken: [...far.taken], corrections: far.corrections.length };
  for (let second = 0; second < seconds; second++) {
    progress.say(`feel: fight, ${second} of ${seconds} s`);
    await sleep(1_000);
  }
  const corrections = far.corrections.slice(before.corrections).filter(({ inPlay }) => inPlay);
  const pixels = corrections.map((correction) => correction.pixels);
  const taken = far.taken.map((ticks, frames) => ticks - (before.taken[frames] ?? 0));
  const ticks = taken.reduce((sum, each) => sum + each, 0);
  const dropped = await server.metric('greenroom_dropped_inputs_total');
  return [
    { what: 'corrections of the own fighter per minute', unit: '×', value: (corrections.length * 60) / seconds },
    {
      what: 'correction of the own fighter, p99',
      unit: 'px',
      value: pixels.length === 0 ? 0 : quantile(pixels, 0.99),
      budget: { atMost: 2 },
    },
    { what: 'correction of the own fighter, maximum', unit: 'px', value: Math.max(0, ...pixels) },
    { what: 'input frames dropped by the server', unit: '%', value: (100 * dropped) / (far.frames - before.frames) },
    { what: 'ticks with no input frame, or two', unit: '%', value: 100 * (1 - (taken[1] ?? 0) / ticks) },
    ...agreement(far, 'railgun', 'rays'),
    ...agreement(far, 'blaster', 'bullets'),
  ];
}

function agreement(far: Marksman, weapon: Weapon, name: string): BenchResult[] {
  const all = far.book.settled.filter((shot) => shot.weapon === weapon && shot.told !== undefined);
  const isLate = (shot: ShotRecord): boolean => shot.told !== shot.looked && far.book.wasDead(shot);
  const shots = all.filter((shot) => !isLate(shot));
  const agreed = (side: 'looked' | 'told'): number => {
    const hits = shots.filter((shot) => (shot[side] ?? -1) >= 0);
    return (100 * hits.filter(({ looked, told }) => looked === told).length) / hits.length;
  };
  return [
    {
      what: `${name} that looked like hits and were hits (of ${shots.length} shots)`,
      unit: '%',
      value: agreed('looked'),
      budget: { atLeast: 95 },
    },
    { what: `${name} that were hits and looked like hits`, unit: '%', value: agreed('told'), budget: { atLeast: 95 } },
    {
      what: `${name} at a target that had died before the shot was judged`,
      unit: '%',
      value: (100 * (all.length - shots.length)) / all.length,
    },
  ];
}

async function measureStall(
  server: ServerProcess,
  far: Marksman,
  truth: ServerClock,
  progress: BenchProgress,
): Promise<BenchResult[]> {
  progress.say('feel: stalled server');
  const input = far.room.input();
  let usual = 0;
  await watch(() => (usual = Math.max(usual, input.pendingCount)));
  server.send('SIGSTOP');
  await sleep(STALL_MS);
  server.send('SIGCONT');
  const wrong = { clock: 0, backlog: Infinity };
  await watch((ms) => {
    if (Math.abs(truth.errorOf(far.room)) > CLOCK_MS) wrong.clock = ms;
    if (input.pendingCount <= usual) wrong.backlog = Math.min(wrong.backlog, ms);
  });
  return [
    {
      what: 'stall of 1.5 s: until the clock is within 50 ms',
      unit: 's',
      value: wrong.clock / 1_000,
      budget: { atMost: 1 },
    },
    {
      what: 'stall of 1.5 s: until no input frames are queued',
      unit: 's',
      value: wrong.backlog / 1_000,
      budget: { atMost: 1 },
    },
  ];
}

async function measureCrash(server: ServerProcess, far: Marksman, progress: BenchProgress): Promise<BenchResult[]> {
  progress.say('feel: killed server');
  const input = far.room.input();
  await server.kill();
  await server.start();
  let backMs = Infinity;
  await watch((ms) => {
    if (backMs === Infinity && far.line.status === 'live' && !far.line.held && input.lastProcessed > 0) backMs = ms;
  });
  return [{ what: 'kill -9: from server up to back in the fight', unit: 's', value: backMs / 1_000 }];
}

/** Calls `look` every 10 ms during the measurement. */
async function watch(look: (ms: number) => void): Promise<void> {
  const beganMs = performance.now();
  for (let ms = 0; ms < WATCHED_MS; ms = performance.now() - beganMs) {
    look(ms);
    await sleep(10);
  }
}
