import { expect, it, onTestFinished, vi } from 'vitest';
import { Playback } from '../../../client/replay/playback.ts';
import { Replay } from '../../../shared/runtime/host.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { court, PACE } from '../practice/court.ts';

/** A run takes as long as the machine has other things to do. */
const PATIENT = { timeout: 30_000, interval: 5 };
/** What Ann covers in a tick. */
const STRIDE = 2 * PACE;

interface Seen {
  readonly walkers: ReadonlyMap<string, { x: number }>;
}

/** A recorded walk, about to be shown through Ann's eyes, with pictures that a test asks for. */
async function walk() {
  const match = new VirtualMatch(court);
  const ann = await match.join('Ann');
  match.setInput(ann, { by: 2 });
  await match.advance(10_000);
  const recording = match.recording();
  const time = { ms: 0 };
  let due: (() => void)[] = [];
  const playback = new Playback(court, recording, (onOutput) => new Replay(court, recording, { onOutput }), {
    now: () => time.ms,
    nextFrame: () => new Promise((resolve) => due.push(resolve)),
    yieldToPage: () => new Promise((resolve) => setImmediate(resolve)),
  });
  onTestFinished(() => playback.close());
  const picture = async (ms = 0): Promise<void> => {
    time.ms += ms;
    const waiting = due;
    due = [];
    for (const resolve of waiting) resolve();
    await new Promise((resolve) => setImmediate(resolve));
    playback.connection.realTime?.update(time.ms);
  };
  const shown = async (): Promise<void> => {
    await vi.waitUntil(() => playback.bufferedTick >= playback.end, PATIENT);
    while (playback.busy) await picture();
  };
  /** Follows Ann from here on, as a view does after each jump. */
  const follow = (): (() => number) => {
    const { realTime, state } = playback.connection;
    const walker = (state as Seen).walkers.get(ann);
    if (realTime === undefined || walker === undefined) throw new Error('nobody walks');
    realTime.interpolate(walker, ['x'], { snap: 1_000 });
    return () => realTime.value(walker, 'x');
  };
  playback.watchAs(ann);
  await shown();
  return { playback, picture, shown, follow };
}

it('a replay draws others a little behind its own clock, evenly, at any speed', async () => {
  const { playback, picture, shown, follow } = await walk();
  playback.seek(20);
  await shown();
  const x = follow();
  playback.toggle();
  for (const speed of [1, 0.5, 2] as const) {
    playback.setSpeed(speed);
    await picture(100);
    await picture(100);
    for (let count = 0; count < 20; count++) {
      const before = x();
      await picture(16);
      expect(x() - before).toBeCloseTo((STRIDE * 16 * speed) / 50, 5);
    }
  }
});

it('a replay that is paused draws everything where it stands', async () => {
  const { playback, picture, shown, follow } = await walk();
  playback.seek(20);
  await shown();
  const x = follow();
  playback.toggle();
  for (let count = 0; count < 20; count++) await picture(16);
  playback.toggle();
  await picture(16);
  const before = x();
  await picture(1_000);
  expect(x()).toBe(before);
  expect(playback.connection.realTime?.matchNow()).toBe(playback.connection.matchNow());
});

it('after a jump in either direction everything is drawn where it is', async () => {
  const { playback, picture, shown, follow } = await walk();
  const at: number[] = [];
  for (const tick of [150, 30]) {
    playback.seek(tick);
    await shown();
    await picture();
    at.push(follow()());
  }
  expect((at[0] ?? 0) - (at[1] ?? 0)).toBe(120 * STRIDE);
});

it('nobody plays in a replay: no frames are due, and what would lead is drawn like all others', async () => {
  const { playback, picture, shown } = await walk();
  playback.seek(20);
  await shown();
  await picture();
  const { realTime, state } = playback.connection;
  const walker = (state as Seen).walkers.get('p1');
  if (realTime === undefined || walker === undefined) throw new Error('nobody walks');
  const lead = realTime.predict(walker, ['x'], () => {}, { snap: 1_000 });
  lead.send({ by: 2 });
  playback.toggle();
  for (let count = 0; count < 20; count++) await picture(16);
  expect(realTime.update(0)).toBe(0);
  expect(realTime.value(walker, 'x')).toBeLessThan(walker.x);
  expect(realTime.stats).toMatchObject({ corrections: 0 });
});
