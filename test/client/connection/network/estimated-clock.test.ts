import { expect, it } from 'vitest';
import { EstimatedClock } from '../../../../client/connection/network/estimated-clock.ts';

function start(matchMs = 10_000, held = false) {
  const local = { ms: 500 };
  const clock = new EstimatedClock(() => local.ms);
  clock.set(matchMs, held);
  return { local, clock };
}

it('the time left counts on by the page’s own clock, also while nothing comes from the server', () => {
  const { local, clock } = start();
  expect(clock.msLeft(15_000)).toBe(5_000);
  local.ms += 3_000;
  expect(clock.msLeft(15_000)).toBe(2_000);
  local.ms += 60_000;
  expect(clock.msLeft(15_000)).toBe(0);
});

it('the time left stands still while the clock is held, and goes on from there', () => {
  const { local, clock } = start(10_000, true);
  local.ms += 8_000;
  expect(clock.msLeft(15_000)).toBe(5_000);
  clock.set(10_000, false);
  local.ms += 1_000;
  expect(clock.msLeft(15_000)).toBe(4_000);
});

it('without a deadline there is no end', () => {
  const { clock } = start();
  expect(clock.msLeft(0)).toBe(Infinity);
  expect(clock.msLeft({ now: 5_000, deadline: 0 })).toBe(Infinity);
});

it('a server that has fallen behind is followed by the deadlines that it sets', () => {
  const { local, clock } = start();
  const state = { now: 9_000, deadline: 15_000 };
  expect(clock.msLeft(state)).toBe(5_000);
  local.ms += 4_000;
  // The server has got to 12 s in these 4 s, and sets the next deadline.
  Object.assign(state, { now: 12_000, deadline: 32_000 });
  clock.onPatch();
  expect(clock.msLeft(state)).toBe(20_000);
  // What it set before this page looked tells nothing about now.
  expect(clock.msLeft({ now: 3_000, deadline: 20_000 })).toBe(8_000);
});

it('a deadline that is set while the clock is held leaves it held', () => {
  const { local, clock } = start(10_000, true);
  const state = { now: 9_000, deadline: 15_000 };
  clock.msLeft(state);
  Object.assign(state, { now: 10_000, deadline: 12_000 });
  clock.onPatch();
  local.ms += 9_000;
  expect(clock.msLeft(state)).toBe(2_000);
});

it('only the last deadlines are followed, so that a page that makes new ones grows nothing', () => {
  const { local, clock } = start();
  const first = { now: 9_000, deadline: 15_000 };
  clock.msLeft(first);
  for (let each = 0; each < 8; each++) clock.msLeft({ now: 9_000, deadline: 15_000 });
  local.ms += 1_000;
  first.now = 10_500;
  clock.onPatch();
  expect(clock.now()).toBe(11_000);
});
