import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ConnectionWatchdog } from '../../../../client/connection/network/connection-watchdog.ts';

let now = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Time passes, and timers run in it. */
function pass(ms: number): void {
  for (const end = now + ms; now < end;) {
    now += 500;
    vi.advanceTimersByTime(500);
  }
}

/** A line that is live, and is watched. */
function watchedLine() {
  const line = { answers: true, givenUp: 0 };
  const watchdog = new ConnectionWatchdog({
    ping: (pong) => void (line.answers && pong()),
    giveUp: () => (line.givenUp += 1),
  });
  watchdog.onLive();
  return line;
}

it('a line that answers no ping is given up', () => {
  const line = watchedLine();
  pass(20_000);
  expect(line.givenUp).toBe(0);
  line.answers = false;
  pass(20_000);
  expect(line.givenUp).toBeGreaterThan(0);
});

it('a page that was busy for long does not take its own silence for the line’s', () => {
  const line = watchedLine();
  pass(3_000);
  now += 15_000;
  pass(20_000);
  expect(line.givenUp).toBe(0);
});
