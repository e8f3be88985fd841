import { expect, it } from 'vitest';
import { Metronome } from '../../../../client/connection/in-page/metronome.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

/** Ten ticks per second, and the times at which they happened. */
function beating(tick: (clock: ManualClock) => Promise<void> = async () => {}) {
  const clock = new ManualClock();
  const ticks: number[] = [];
  const metronome = new Metronome(
    10,
    0,
    async () => {
      ticks.push(clock.ms);
      await tick(clock);
    },
    clock,
  );
  return { clock, ticks, metronome };
}

it('ticks at its rate between start and stop', async () => {
  const { clock, ticks, metronome } = beating();
  await clock.pass(500);
  expect(ticks).toEqual([]);
  metronome.start();
  await clock.pass(300);
  metronome.stop();
  metronome.start();
  await clock.pass(500);
  expect(ticks).toEqual([600, 700, 800]);
});

it('a slow or late tick does not delay the next one', async () => {
  const { clock, ticks, metronome } = beating(async (hand) => void (hand.ms += 30));
  metronome.start();
  await clock.pass(100);
  await clock.jump(120);
  await clock.pass(150);
  expect(ticks).toEqual([100, 250, 300, 400]);
});

it('after a pause of the page it makes five ticks more than the due one, and the rest of the time is lost', async () => {
  const { clock, ticks, metronome } = beating();
  metronome.start();
  await clock.jump(10_000);
  expect(ticks).toEqual([10_000, 10_000, 10_000, 10_000, 10_000, 10_000]);
  await clock.pass(200);
  expect(ticks.slice(6)).toEqual([10_100, 10_200]);
});

it('match time advances between ticks, and never goes back', async () => {
  const { clock, metronome } = beating();
  expect(metronome.now()).toBe(0);
  metronome.start();
  await clock.pass(50);
  expect(metronome.now()).toBe(50);
  await clock.pass(125);
  expect(metronome.now()).toBe(175);
  clock.ms += 10_000;
  const before = metronome.now();
  await clock.jump(0);
  expect(metronome.now()).toBeGreaterThanOrEqual(before);
});

it('a pause loses no time', async () => {
  const { clock, ticks, metronome } = beating();
  metronome.start();
  await clock.pass(130);
  metronome.pause();
  await clock.pass(5_000);
  expect(metronome.paused).toBe(true);
  expect(metronome.now()).toBe(130);
  metronome.start();
  await clock.pass(70);
  expect(ticks).toEqual([100, 5_200]);
  expect(metronome.now()).toBe(200);
});
