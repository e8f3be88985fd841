import { expect, it } from 'vitest';
import { ServerLoad, type MeasuredRoom, type LoadSample, processSampler } from '../../../server/admission/load.ts';
import { LIMITS } from '../../../server/host/limits.ts';

const PLAN = { seats: 60, tickRate: 30 };
const QUIET: LoadSample = { busy: 0, lostMs: 0, memoryBytes: 100 };

function room(taken: number, ageMs: number, { seats, tickRate } = PLAN): MeasuredRoom {
  const players = Array.from({ length: taken }, () => ({}));
  return { tickRate, match: { tick: (ageMs * tickRate) / 1_000, seatCount: seats, players } };
}

/** A process whose samples a test sets. */
function process(busyShare = 0.65) {
  const rooms: MeasuredRoom[] = [];
  const now = { sample: QUIET };
  const load = new ServerLoad({ busyShare, memoryBytes: 1_000, rooms: () => rooms, sample: () => now.sample });
  const settle = (sample: Partial<LoadSample>, lostMsEach = 0): void => {
    for (let second = 0; second < 30; second++) {
      now.sample = { ...QUIET, ...sample, lostMs: now.sample.lostMs + lostMsEach * rooms.length };
      load.look();
    }
  };
  return { load, rooms, settle };
}

it('an idle process takes a room', () => {
  expect(process().load.whyFull(PLAN, true)).toBeUndefined();
});

it('rooms that were opened a moment ago are expected to fill up: an idle process takes a bounded number', () => {
  const { load, rooms } = process();
  while (load.whyFull(PLAN, true) === undefined && rooms.length < 1_000) rooms.push(room(0, 0));
  const each = (PLAN.seats * PLAN.tickRate * LIMITS.seatTickMs) / 1_000;
  expect(rooms).toHaveLength(Math.floor(0.65 / each));
  expect(load.whyFull(PLAN, true)).toBe('busy');
});

it('after a while a room costs what it costs, and its free seats are not expected to be taken', () => {
  const { load, rooms } = process();
  for (let left = 100; left > 0; left--) rooms.push(room(0, LIMITS.youngRoomMs));
  expect(load.whyFull(PLAN, true)).toBeUndefined();
});

it('a seat is expected to cost as much as those that are taken do', () => {
  const { load, rooms, settle } = process();
  rooms.push(room(60, 60_000), room(60, 60_000));
  settle({ busy: 0.45 });
  // 0.125 ms a seat and tick: another sixty are 22 % of the thread.
  expect(load.whyFull(PLAN, true)).toBe('busy');
  settle({ busy: 0.2 });
  expect(load.whyFull(PLAN, true)).toBeUndefined();
});

it('the load of a process in which nobody sits is not taken for the cost of a seat', () => {
  const { load, settle } = process();
  settle({ busy: 0.5 });
  expect(load.whyFull(PLAN, true)).toBeUndefined();
});

it('while rooms lose match time no room is taken, and once they do not it is', () => {
  const { load, rooms, settle } = process();
  rooms.push(room(1, 60_000));
  settle({}, 500);
  expect(load.whyFull(PLAN, true)).toBe('late');
  settle({});
  expect(load.whyFull(PLAN, true)).toBeUndefined();
});

it('past its memory no room is taken, however idle it is', () => {
  const { load, settle } = process(Infinity);
  settle({ memoryBytes: 1_001 });
  expect(load.whyFull(PLAN, true)).toBe('memory');
});

it('with no bound of its load a process takes rooms while it is busy and late', () => {
  const { load, rooms, settle } = process(Infinity);
  rooms.push(room(60, 60_000));
  settle({ busy: 1 }, 500);
  expect(load.whyFull(PLAN, true)).toBeUndefined();
  expect(load.isMoreThanOnesShare(rooms, PLAN)).toBe(false);
});

it('the rooms of one address take their share at most', () => {
  const { load } = process();
  const rooms: MeasuredRoom[] = [];
  while (!load.isMoreThanOnesShare(rooms, PLAN) && rooms.length < 1_000) rooms.push(room(0, 0));
  const each = (PLAN.seats * PLAN.tickRate * LIMITS.seatTickMs) / 1_000;
  expect(rooms).toHaveLength(Math.floor((0.65 * LIMITS.addressShare) / each));
});

it('a little match time may be lost', () => {
  const { load, rooms, settle } = process();
  rooms.push(room(1, 60_000), room(1, 60_000));
  settle({}, 1_000 * LIMITS.lateShare - 10);
  expect(load.whyFull(PLAN, true)).toBeUndefined();
  settle({}, 1_000 * LIMITS.lateShare + 10);
  expect(load.whyFull(PLAN, true)).toBe('late');
});

it('however busy the process is, a seat is expected to cost no more than a bound', () => {
  const { load, rooms, settle } = process(1);
  rooms.push(room(60, 60_000), room(60, 60_000));
  settle({ busy: 0.8 });
  const fitting = Math.floor(200 / (30 * LIMITS.maxSeatTickMs));
  expect(load.whyFull({ seats: fitting, tickRate: 30 }, true)).toBeUndefined();
  expect(load.whyFull({ seats: fitting + 1, tickRate: 30 }, true)).toBe('busy');
});

it('the cost of a seat is not measured when few sit', () => {
  const plan = { seats: Math.floor(500 / (30 * LIMITS.seatTickMs)), tickRate: 30 };
  const full = [LIMITS.seatTicksToMeasure - 1, LIMITS.seatTicksToMeasure].map((seatTicks) => {
    const { load, rooms, settle } = process(1);
    rooms.push(room(seatTicks, 60_000, { seats: seatTicks, tickRate: 1 }));
    settle({ busy: 0.5 });
    return load.whyFull(plan, true);
  });
  expect(full).toEqual([undefined, 'busy']);
});

it('the last of its load is kept for those who have no room yet', () => {
  const { load, rooms, settle } = process();
  rooms.push(room(60, 60_000));
  settle({ busy: 0.65 * (1 - LIMITS.firstRoomShare) + 0.01 });
  const small = { seats: 2, tickRate: 30 };
  expect(load.whyFull(small, true)).toBeUndefined();
  expect(load.whyFull(small, false)).toBe('busy');
});

it('work of the process beside its rooms keeps no room away', () => {
  const host = { lostMs: 0, tickCpuMs: 0 };
  const sample = processSampler(host);
  work(200);
  expect(sample().busy).toBe(0);
  host.tickCpuMs += 20;
  work(200);
  const { busy } = sample();
  expect(busy).toBeGreaterThan(0);
  expect(busy).toBeLessThanOrEqual((20 * LIMITS.tickOverhead) / 200);
});

function work(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}
