import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RejoinHold } from '../../../../server/host/members/rejoin-hold.ts';
import { ProcessClock } from '../../../../server/host/ticks/process-clock.ts';

let wallMs = 0;
let clock: ProcessClock;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  wallMs = 1_000;
  clock = new ProcessClock(() => wallMs);
  stop = clock.start();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** The process runs for so long. */
function run(ms: number): void {
  for (let left = ms; left > 0; left -= 50) {
    wallMs += 50;
    vi.advanceTimersByTime(50);
  }
}

/** The process stands still for so long; what is due is called as soon as it goes on. */
function stand(ms: number): void {
  wallMs += ms;
  vi.advanceTimersByTime(ms);
}

it('a stall of the process does not count, and time in which it was only busy does', () => {
  const from = clock.now();
  run(10_000);
  expect(clock.now() - from).toBe(10_000);
  wallMs += 700;
  run(500);
  expect(clock.now() - from).toBe(11_200);
  stand(80_000);
  run(1_000);
  expect(clock.now() - from).toBe(12_200);
  expect(clock.stalledMs).toBe(80_000);
});

it('a timer waits longer by a stall of the process', () => {
  const called = vi.fn<() => void>();
  clock.after(5_000, called);
  run(2_000);
  stand(60_000);
  run(2_900);
  expect(called).not.toHaveBeenCalled();
  run(200);
  expect(called).toHaveBeenCalledOnce();
});

it('a timer can be cancelled, after a stall too', () => {
  const called = vi.fn<() => void>();
  const takeBack = clock.after(5_000, called);
  stand(60_000);
  takeBack();
  run(20_000);
  expect(called).not.toHaveBeenCalled();
});

it('each stall is reported, before any timer that was due meanwhile fires', () => {
  const told: string[] = [];
  const end = clock.onStall((ms) => told.push(`stood still for ${ms}`));
  setTimeout(() => told.push('due'), 10_000);
  run(250);
  stand(30_000);
  expect(told).toEqual(['stood still for 30000', 'due']);
  end();
  stand(30_000);
  expect(told).toHaveLength(2);
});

it('nothing is watched before the start and after the end', () => {
  stop();
  const idle = new ProcessClock(() => wallMs);
  stand(60_000);
  expect([idle.stalledMs, clock.stalledMs]).toEqual([0, 0]);
  stop = clock.start();
  expect(clock.stalledMs).toBe(0);
});

it('a recovered room waits for its players longer by a stall of the process', () => {
  const hold = new RejoinHold(['ann'], wallMs, clock);
  run(1_000);
  stand(60_000);
  expect(hold.isOver(wallMs)).toBe(false);
  run(5_500);
  expect(hold.isOver(wallMs)).toBe(true);
  // Clients' clocks went on.
  expect(hold.lasted(wallMs)).toBe(66_500);
});

it('time in which rooms were paused does not pass either, and is no stall', () => {
  const called = vi.fn<() => void>();
  clock.after(5_000, called);
  for (let second = 0; second < 20; second++) {
    run(1_000);
    clock.pause(1_000);
  }
  expect(called).not.toHaveBeenCalled();
  run(5_100);
  expect(called).toHaveBeenCalledOnce();
  expect(clock.stalledMs).toBe(0);
});
