import { describe, expect, it } from 'vitest';
import type { PredictedStep, PredictOptions } from '../../../../client/connection/real-time.ts';
import { InPageRealTime } from '../../../../client/connection/in-page/in-page-real-time.ts';
import { InputShape } from '../../../../shared/runtime/host.ts';
import { openCourt, PACE, step, Walk } from '../../practice/court.ts';

class Spot {
  x = 0;
  steps = 0;
}

const take: PredictedStep<Spot> = step;
const SNAP = { snap: 1_000 };
const FIELDS = ['x', 'steps'] as const;

/** A match of ten ticks per second, with a manual clock. */
function watched(intake?: ConstructorParameters<typeof InPageRealTime>[1]) {
  const clock = { ms: 0 };
  const realTime = new InPageRealTime({ tickRate: 10, now: () => clock.ms }, intake);
  /** Makes a tick with a change, and a picture `afterMs` later. */
  const tick = (number: number, change: () => void, afterMs = 0): void => {
    change();
    realTime.onTick(number);
    clock.ms = number * 100 + afterMs;
    realTime.update();
  };
  return { clock, realTime, tick };
}

describe('interpolated instances', () => {
  function interpolated(options = SNAP) {
    const spot = new Spot();
    const match = watched();
    return { ...match, spot, stop: match.realTime.interpolate(spot, ['x'], options) };
  }

  it('are drawn a tick and a quarter late, between the ticks on either side', () => {
    const { clock, realTime, tick, spot } = interpolated();
    for (let number = 1; number <= 5; number++) tick(number, () => (spot.x = number * 10), 25);
    expect(realTime.renderTime()).toBe(400);
    expect(realTime.value(spot, 'x')).toBe(40);
    clock.ms += 50;
    realTime.update();
    expect(realTime.renderTime()).toBe(450);
    expect(realTime.value(spot, 'x')).toBe(45);
    expect(realTime.matchNow()).toBe(575);
  });

  it('move evenly although ticks and pictures are irregular', () => {
    const { clock, realTime, spot } = interpolated();
    let number = 0;
    for (let ms = 0; ms <= 2_000; ms += 16) {
      // Each tick is up to 20 ms late.
      const lateMs = (number * 7) % 21;
      if (ms >= (number + 1) * 100 + lateMs) {
        number += 1;
        spot.x = number * 10;
        realTime.onTick(number);
      }
      clock.ms = ms;
      realTime.update();
      expect(realTime.value(spot, 'x')).toBeCloseTo(realTime.renderTime() / 10, 6);
    }
  });

  it('stop when the ticks stop; fields that are not interpolated are drawn as they are', () => {
    const { clock, realTime, tick, spot } = interpolated();
    for (let number = 1; number <= 3; number++) tick(number, () => Object.assign(spot, { x: number, steps: number }));
    clock.ms += 10_000;
    realTime.update();
    expect(realTime.value(spot, 'x')).toBe(3);
    expect(realTime.value(spot, 'steps')).toBe(3);
    expect(realTime.value({ y: 12 }, 'y')).toBe(12);
  });

  it('jump when a change is larger than the snap distance', () => {
    const { realTime, tick, spot } = interpolated({ snap: 50 });
    tick(1, () => (spot.x = 10));
    tick(2, () => (spot.x = 20));
    tick(3, () => (spot.x = 500), 75);
    expect(realTime.value(spot, 'x')).toBe(500);
  });

  it('are no longer interpolated after they were released', () => {
    const { realTime, tick, spot, stop } = interpolated();
    tick(1, () => (spot.x = 10));
    tick(2, () => (spot.x = 20));
    stop();
    expect(realTime.value(spot, 'x')).toBe(20);
  });

  it('start over when time goes back', () => {
    const { realTime, tick, spot } = interpolated();
    for (let number = 1; number <= 9; number++) tick(number, () => (spot.x = number));
    tick(2, () => (spot.x = 2));
    expect(realTime.value(spot, 'x')).toBe(2);
  });
});

describe('the predicted instance', () => {
  /** Frames that the test processes by hand. */
  const handIntake = () => {
    const sent: { numbers: number[]; seenAtMs: number | undefined }[] = [];
    const intake = {
      shape: new InputShape({ frame: Walk, ranges: { by: [-2, 2] }, rewindMs: 500 }),
      settled: 0,
      pushFrame: (numbers: number[], seenAtMs: number | undefined) => sent.push({ numbers, seenAtMs }),
    };
    return { sent, intake };
  };

  /** A spot that the player predicts, with frames that the test processes by hand. */
  function predicted(options: PredictOptions = SNAP) {
    const { intake, sent } = handIntake();
    const spot = new Spot();
    const match = watched(intake);
    return { ...match, intake, sent, spot, lead: match.realTime.predict(spot, FIELDS, take, options) };
  }

  it('takes steps at the tick rate, halfway between ticks, six at most per picture', () => {
    const { intake } = handIntake();
    const { clock, realTime } = watched(intake);
    const due: number[] = [];
    for (const ms of [20, 40, 60, 149, 151, 360, 1_500, 1_501]) {
      clock.ms = ms;
      due.push(realTime.update());
    }
    expect(due).toEqual([0, 0, 1, 0, 1, 2, 6, 0]);
  });

  it('is ahead of the match by its steps, and stays there when the match confirms them', () => {
    const { intake, sent, realTime, tick, spot, lead } = predicted();
    lead.send({ by: 2 });
    lead.send({ by: 9 });
    expect(lead.state).toEqual({ x: 4 * PACE, steps: 2 });
    expect(spot).toEqual({ x: 0, steps: 0 });
    tick(1, () => {
      take(spot, { by: 2 });
      intake.settled = 1;
    });
    expect(lead.state).toEqual({ x: 4 * PACE, steps: 2 });
    tick(2, () => {
      take(spot, { by: 2 });
      intake.settled = 2;
    });
    expect(lead.state).toEqual(spot);
    expect(sent.map(({ numbers }) => numbers[0])).toEqual([2, 2]);
    expect(realTime.stats).toMatchObject({ corrections: 0, rttMs: 0 });
  });

  it('is drawn between two steps, and stands still without new ones', () => {
    const { clock, realTime, spot, lead } = predicted();
    clock.ms = 50;
    realTime.update();
    lead.send({ by: 1 });
    expect(realTime.value(spot, 'x')).toBe(0);
    clock.ms = 100;
    realTime.update();
    expect(realTime.value(spot, 'x')).toBe(PACE / 2);
    clock.ms = 160;
    realTime.update();
    expect(realTime.value(spot, 'x')).toBe(PACE);
  });

  it('is corrected by the match, keeps its unconfirmed steps on top, and counts the correction', () => {
    const { intake, realTime, tick, spot, lead } = predicted({ snap: 100 });
    lead.send({ by: 1 });
    lead.send({ by: 1 });
    tick(1, () => {
      Object.assign(spot, { x: -3, steps: 1 });
      intake.settled = 1;
    });
    expect(lead.state).toEqual({ x: PACE - 3, steps: 2 });
    expect(realTime.stats).toMatchObject({ correction: PACE + 3, corrections: 1 });
    tick(2, () => {
      Object.assign(spot, { x: 5_000, steps: 2 });
      intake.settled = 2;
    });
    expect(lead.state.x).toBe(5_000);
    expect(realTime.value(spot, 'x')).toBe(5_000);
    expect(realTime.stats.corrections).toBe(1);
  });

  it('sends the render time with each lag-compensated frame', () => {
    const { intake, sent } = handIntake();
    const { clock, realTime } = watched(intake);
    clock.ms = 1_000;
    realTime.update();
    const lead = realTime.predict(new Spot(), FIELDS, take, { ...SNAP, isLagCompensated: ({ by = 0 }) => by > 0 });
    lead.send({ by: 1 });
    lead.send({ by: -1 });
    expect(sent.map(({ seenAtMs }) => seenAtMs)).toEqual([875, undefined]);
  });

  it('is interpolated like the others without a player, and no frames are due', () => {
    const { clock, realTime, tick } = watched();
    const spot = new Spot();
    const lead = realTime.predict(spot, FIELDS, take, SNAP);
    for (let number = 1; number <= 5; number++) tick(number, () => (spot.x = number * 10), 25);
    lead.send({ by: 2 });
    expect(realTime.value(spot, 'x')).toBe(40);
    expect(spot.x).toBe(50);
    clock.ms += 1_000;
    expect(realTime.update()).toBe(0);
  });
});

it('in practice every prediction is right, and each tick gets one frame', async () => {
  const { table, clock } = await openCourt();
  const { realTime } = table.connection;
  const { state } = table.connection;
  const own = state.walkers.get('p1');
  if (realTime === undefined || own === undefined) throw new Error('nothing to walk with');
  const lead = realTime.predict(own, FIELDS, take, { snap: 1_000, isLagCompensated: () => true });
  const xs: number[] = [];
  for (let picture = 1; picture <= 600; picture++) {
    await clock.pass(16 + (picture % 3));
    for (let due = realTime.update(clock.ms); due > 0; due--) lead.send({ by: 1 });
    xs.push(realTime.value(own, 'x'));
  }
  expect(realTime.stats.corrections).toBe(0);
  expect(own.steps).toBeGreaterThan(195);
  expect(lead.state.steps - own.steps).toBeLessThanOrEqual(1);
  const strides = xs.slice(10).map((x, index) => x - (xs[index + 9] ?? 0));
  expect(Math.min(...strides)).toBeGreaterThan(0);
  expect(Math.max(...strides)).toBeLessThan(PACE / 2);
  const inputs = table
    .recording()
    .frames.map(({ entries }) => entries.filter((entry) => entry.kind === 'input' && entry.seat === 0).length);
  expect(Math.max(...inputs)).toBe(1);
});
