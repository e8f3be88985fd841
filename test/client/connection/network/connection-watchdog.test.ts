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

/** Advances the clock and the timers. */
function pass(ms: number): void {
  for (const end = now + ms; now < end;) {
    now += 500;
    vi.advanceTimersByTime(500);
  }
}

/** A live connection with a watchdog. */
function watchedConnection() {
  const connection = { answers: true, reconnects: 0 };
  const watchdog = new ConnectionWatchdog({
    ping: (pong) => void (connection.answers && pong()),
    reconnect: () => (connection.reconnects += 1),
  });
  watchdog.onLive();
  return connection;
}

it('a connection that answers no ping is restarted', () => {
  const connection = watchedConnection();
  pass(20_000);
  expect(connection.reconnects).toBe(0);
  connection.answers = false;
  pass(20_000);
  expect(connection.reconnects).toBeGreaterThan(0);
});

it('a page that was busy does not mistake its own silence for a dead connection', () => {
  const connection = watchedConnection();
  pass(3_000);
  now += 15_000;
  pass(20_000);
  expect(connection.reconnects).toBe(0);
});
