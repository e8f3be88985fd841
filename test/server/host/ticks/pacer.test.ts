import { expect, it } from 'vitest';
import { Pacer, type Paced, type PacerOptions } from '../../../../server/host/ticks/pacer.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

interface TestRoom extends Paced {
  readonly ticks: number[];
}

function room(tickRate = 20): TestRoom {
  return { tickRate, lostMs: 0, ticks: [] };
}

function paced(options: PacerOptions = {}, whileTicking?: () => void | Promise<void>) {
  const clock = new ManualClock();
  const batches: number[] = [];
  const pacer = new Pacer<TestRoom>(
    clock,
    async (due) => {
      batches.push(due.length);
      for (const { ticks } of due) ticks.push(clock.now());
      await whileTicking?.();
    },
    options,
  );
  return { clock, batches, pacer };
}

it('ticks a room at its own rate', async () => {
  const { clock, pacer } = paced();
  const slow = room(10);
  const fast = room(50);
  pacer.add(slow);
  pacer.add(fast);
  await clock.pass(1_000);
  expect(slow.ticks).toHaveLength(10);
  expect(fast.ticks).toHaveLength(50);
});

it('does not drift, however late its timers are', async () => {
  const { clock, pacer } = paced();
  const one = room(30);
  pacer.add(one);
  await clock.pass(100_010, 7.3);
  expect(one.ticks).toHaveLength(3_000);
  for (const [index, time] of one.ticks.entries()) expect(time).toBeCloseTo(((index + 1) * 1000) / 30 + 7.3, 6);
});

it('takes a timer that is a little early for one in time', async () => {
  const { clock, pacer } = paced();
  const one = room(20);
  pacer.add(one);
  await clock.pass(1_000, -0.4);
  expect(one.ticks).toHaveLength(20);
});

it('spreads rooms over the tick, and ticks those of one phase as one batch', async () => {
  const { clock, batches, pacer } = paced({ spreadMs: 5, roomsPerGroup: 3 });
  const rooms = Array.from({ length: 40 }, () => room(20));
  for (const one of rooms) pacer.add(one);
  await clock.pass(50);
  expect(batches).toEqual(Array.from({ length: 10 }, () => 4));
  const times = [...new Set(rooms.flatMap(({ ticks }) => ticks))].sort((a, b) => a - b);
  const gaps = times.map((time, index) => (times[index + 1] ?? (times[0] ?? 0) + 50) - time);
  for (const gap of gaps) expect(gap).toBeGreaterThan(2);
});

it('keeps few rooms together, since each batch costs something', async () => {
  const { clock, batches, pacer } = paced({ roomsPerGroup: 8 });
  for (let count = 0; count < 12; count++) pacer.add(room(20));
  await clock.pass(50);
  expect(batches.toSorted()).toEqual([4, 8]);
});

it('catches up after a stall, one full tick at a time', async () => {
  const { clock, batches, pacer } = paced({ maxCatchUpTicks: 5 });
  const one = room(20);
  pacer.add(one);
  await clock.pass(50);
  clock.stall(220);
  await clock.pass(30);
  expect(batches).toEqual([1, 1, 1, 1, 1, 1]);
  expect(one.ticks).toEqual([50, 270, 270, 270, 270, 300]);
  expect(one.lostMs).toBe(0);
});

it('skips ticks that are too late to catch up with, and adds them to the lost time of each room', async () => {
  const lost: number[][] = [];
  const { clock, pacer } = paced({ maxCatchUpTicks: 5, events: { lost: (...what) => lost.push(what) } });
  const one = room(20);
  pacer.add(one);
  await clock.pass(50);
  clock.stall(10_000);
  await clock.pass(50);
  // One that was due, five that were caught up, and the next one.
  expect(one.ticks).toHaveLength(1 + 6 + 1);
  expect(one.lostMs).toBe(9_700);
  expect(lost).toEqual([[1, 9_700]]);
  expect(one.ticks.at(-1)).toBe(10_100);
});

it('keeps match time and lost time together equal to the time that has passed', async () => {
  const { clock, pacer } = paced();
  const one = room(40);
  pacer.add(one);
  for (const stallMs of [30, 700, 12, 3_333, 90]) {
    clock.stall(stallMs);
    await clock.pass(500);
  }
  await clock.pass(25);
  expect(clock.now() - (one.ticks.length * 25 + one.lostMs)).toBeLessThan(25);
});

it('reports how many rooms are late', async () => {
  const late: number[] = [];
  const { clock, pacer } = paced({ spreadMs: 50, events: { late: (rooms) => late.push(rooms) } });
  for (let count = 0; count < 3; count++) pacer.add(room(20));
  await clock.pass(50);
  clock.stall(120);
  await clock.pass(30);
  expect(late).toEqual([3]);
});

it('starts no batch before the one before it is done', async () => {
  let open = 0;
  let most = 0;
  const { clock, pacer } = paced({ spreadMs: 1, roomsPerGroup: 1 }, async () => {
    most = Math.max(most, ++open);
    await Promise.resolve();
    open--;
  });
  for (let count = 0; count < 100; count++) pacer.add(room(20));
  await clock.pass(500);
  expect(most).toBe(1);
});

it('does not tick a removed room', async () => {
  const { clock, pacer } = paced();
  const [kept, removed] = [room(), room()];
  pacer.add(kept);
  pacer.add(removed);
  await clock.pass(100);
  pacer.remove(removed);
  await clock.pass(100);
  expect(kept.ticks).toHaveLength(4);
  expect(removed.ticks).toHaveLength(2);
});

it('gives a room that comes after a pause its first tick within one tick', async () => {
  const { clock, pacer } = paced();
  const [first, second] = [room(), room()];
  pacer.add(first);
  await clock.pass(100);
  pacer.remove(first);
  await clock.pass(10_007);
  pacer.add(second);
  await clock.pass(50);
  expect(second.ticks).toHaveLength(1);
  expect(second.lostMs).toBe(0);
});

it('goes on after a tick that throws, and reports it', async () => {
  const failures: unknown[] = [];
  const error = new Error('on purpose');
  let calls = 0;
  const { clock, pacer } = paced({ events: { failed: (thrown) => failures.push(thrown) } }, () => {
    if (++calls === 2) throw error;
  });
  const one = room(20);
  pacer.add(one);
  await clock.pass(200);
  expect(one.ticks).toEqual([50, 100, 150, 200]);
  expect(failures).toEqual([error]);
  await pacer.stop();
});

it('ticks nothing after stop()', async () => {
  const { clock, pacer } = paced();
  const one = room();
  pacer.add(one);
  await clock.pass(100);
  await pacer.stop();
  await clock.pass(1_000);
  expect(one.ticks).toHaveLength(2);
});

it('goes on when a listener throws', async () => {
  const fail = (): never => {
    throw new Error('a listener fails');
  };
  const { clock, pacer } = paced({ events: { late: fail, lost: fail, failed: fail } });
  const one = room(20);
  pacer.add(one);
  clock.stall(10_000);
  await clock.pass(1_000);
  expect(one.ticks.length).toBeGreaterThanOrEqual(20);
});

it('says how long the earliest tick has been due', async () => {
  const { clock, pacer } = paced();
  expect(pacer.overdueMs).toBe(0);
  pacer.add(room(20));
  expect(pacer.overdueMs).toBeLessThanOrEqual(0);
  clock.stall(1_050);
  expect(pacer.overdueMs).toBe(1_000);
  await clock.pass(0);
  expect(pacer.overdueMs).toBeLessThanOrEqual(0);
});
