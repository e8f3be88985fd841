import { describe, expect, it } from 'vitest';
import type { PredictedStep } from '../../../../client/connection/real-time.ts';
import { InPageRealTime } from '../../../../client/connection/in-page/in-page-real-time.ts';
import { InputShape } from '../../../../shared/runtime/host.ts';
import { court, openCourt, PACE, step, Walk } from '../../practice/court.ts';

class Spot {
  x = 0;
  steps = 0;
}

const take: PredictedStep<Spot> = step;
const SNAP = { snap: 1_000 };
const FIELDS = ['x', 'steps'] as const;

/** A match of ten ticks in a second, whose clock is set by hand. */
function watched(intake?: ConstructorParameters<typeof InPageRealTime>[1]) {
  const clock = { ms: 0 };
  const realTime = new InPageRealTime({ tickRate: 10, now: () => clock.ms }, intake);
  /** A tick is made in which `change` happens, and a picture `afterMs` later. */
  const tick = (number: number, change: () => void, afterMs = 0): void => {
    change();
    realTime.onTick(number);
    clock.ms = number * 100 + afterMs;
    realTime.update();
  };
  return { clock, realTime, tick };
}

describe('others', () => {
  it('are drawn a tick and a quarter behind, between the ticks on either side', () => {
    const { clock, realTime, tick } = watched();
    const spot = new Spot();
    realTime.interpolate(spot, ['x'], SNAP);
    for (let number = 1; number <= 5; number++) tick(number, () => (spot.x = number * 10), 25);
    expect(realTime.renderTime()).toBe(400);
    expect(realTime.value(spot, 'x')).toBe(40);
    clock.ms += 50;
    realTime.update();
    expect(realTime.renderTime()).toBe(450);
    expect(realTime.value(spot, 'x')).toBe(45);
    expect(realTime.matchNow()).toBe(575);
  });

  it('move evenly although ticks and pictures are not punctual', () => {
    const { clock, realTime } = watched();
    const spot = new Spot();
    realTime.interpolate(spot, ['x'], SNAP);
    let number = 0;
    for (let ms = 0; ms <= 2_000; ms += 16) {
      // Each tick comes up to 20 ms late.
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

  it('stand where they are when the ticks stop, and what is not followed is drawn as it is', () => {
    const { clock, realTime, tick } = watched();
    const spot = new Spot();
    realTime.interpolate(spot, ['x'], SNAP);
    for (let number = 1; number <= 3; number++) tick(number, () => Object.assign(spot, { x: number, steps: number }));
    clock.ms += 10_000;
    realTime.update();
    expect(realTime.value(spot, 'x')).toBe(3);
    expect(realTime.value(spot, 'steps')).toBe(3);
    expect(realTime.value({ y: 12 }, 'y')).toBe(12);
  });

  it('jump where the change is too large for a way', () => {
    const { realTime, tick } = watched();
    const spot = new Spot();
    realTime.interpolate(spot, ['x'], { snap: 50 });
    tick(1, () => (spot.x = 10));
    tick(2, () => (spot.x = 20));
    tick(3, () => (spot.x = 500), 75);
    expect(realTime.value(spot, 'x')).toBe(500);
  });

  it('that are let go of are followed no more', () => {
    const { realTime, tick } = watched();
    const spot = new Spot();
    const stop = realTime.interpolate(spot, ['x'], SNAP);
    tick(1, () => (spot.x = 10));
    tick(2, () => (spot.x = 20));
    stop();
    expect(realTime.value(spot, 'x')).toBe(20);
  });

  it('begin anew when time goes back', () => {
    const { realTime, tick } = watched();
    const spot = new Spot();
    realTime.interpolate(spot, ['x'], SNAP);
    for (let number = 1; number <= 9; number++) tick(number, () => (spot.x = number));
    tick(2, () => (spot.x = 2));
    expect(realTime.value(spot, 'x')).toBe(2);
  });
});

describe('one’s own', () => {
  /** Frames that are taken in by hand. */
  const handIntake = () => {
    const sent: { numbers: number[]; seenAtMs: number | undefined }[] = [];
    const intake = {
      shape: new InputShape({ frame: Walk, ranges: { by: [-2, 2] }, rewindMs: 500 }),
      lastProcessed: 0,
      push: (numbers: number[], seenAtMs: number | undefined) => sent.push({ numbers, seenAtMs }),
    };
    return { sent, intake };
  };

  it('steps are due at the rate of the ticks, halfway between them, and six at most', () => {
    const { intake } = handIntake();
    const { clock, realTime } = watched(intake);
    const due: number[] = [];
    for (const ms of [20, 40, 60, 149, 151, 360, 1_500, 1_501]) {
      clock.ms = ms;
      due.push(realTime.update());
    }
    expect(due).toEqual([0, 0, 1, 0, 1, 2, 6, 0]);
  });

  it('is where the steps lead before the match knows, and stays there once it does', () => {
    const { intake, sent } = handIntake();
    const { realTime, tick } = watched(intake);
    const spot = new Spot();
    const lead = realTime.predict(spot, FIELDS, take, SNAP);
    lead.send({ by: 2 });
    lead.send({ by: 9 });
    expect(lead.state).toEqual({ x: 4 * PACE, steps: 2 });
    expect(spot).toEqual({ x: 0, steps: 0 });
    tick(1, () => {
      take(spot, { by: 2 });
      intake.lastProcessed = 1;
    });
    expect(lead.state).toEqual({ x: 4 * PACE, steps: 2 });
    tick(2, () => {
      take(spot, { by: 2 });
      intake.lastProcessed = 2;
    });
    expect(lead.state).toEqual(spot);
    expect(sent.map(({ numbers }) => numbers[0])).toEqual([2, 2]);
    expect(realTime.stats).toMatchObject({ corrections: 0, rttMs: 0 });
  });

  it('is drawn on its way from one step to the next, and rests where no step follows', () => {
    const { intake } = handIntake();
    const { clock, realTime } = watched(intake);
    const spot = new Spot();
    const lead = realTime.predict(spot, FIELDS, take, SNAP);
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

  it('is corrected where the match says otherwise, with what was sent since on top, and that is counted', () => {
    const { intake } = handIntake();
    const { realTime, tick } = watched(intake);
    const spot = new Spot();
    const lead = realTime.predict(spot, FIELDS, take, { snap: 100 });
    lead.send({ by: 1 });
    lead.send({ by: 1 });
    tick(1, () => {
      Object.assign(spot, { x: -3, steps: 1 });
      intake.lastProcessed = 1;
    });
    expect(lead.state).toEqual({ x: PACE - 3, steps: 2 });
    expect(realTime.stats).toMatchObject({ correction: PACE + 3, corrections: 1 });
    tick(2, () => {
      Object.assign(spot, { x: 5_000, steps: 2 });
      intake.lastProcessed = 2;
    });
    expect(lead.state.x).toBe(5_000);
    expect(realTime.value(spot, 'x')).toBe(5_000);
    expect(realTime.stats.corrections).toBe(1);
  });

  it('a frame tells what its player saw where it is judged by that', () => {
    const { intake, sent } = handIntake();
    const { clock, realTime } = watched(intake);
    clock.ms = 1_000;
    realTime.update();
    const lead = realTime.predict(new Spot(), FIELDS, take, { ...SNAP, isLagCompensated: ({ by = 0 }) => by > 0 });
    lead.send({ by: 1 });
    lead.send({ by: -1 });
    expect(sent.map(({ seenAtMs }) => seenAtMs)).toEqual([875, undefined]);
  });

  it('is drawn like the others where nobody plays, and no frames are due', () => {
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

it('in practice every step is right, and each tick gets one frame', async () => {
  const { table, clock } = await openCourt({ game: court });
  const { realTime } = table.connection;
  const state = table.connection.state as { walkers: ReadonlyMap<string, Spot> };
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
