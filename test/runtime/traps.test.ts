import { expect, test } from 'vitest';
import { Impure } from '../../shared/runtime/index.ts';
import { play } from './play.ts';

const impure: [string, () => unknown][] = [
  ['Date.now()', () => Date.now()],
  ['new Date()', () => new Date()],
  ['Date()', () => Date()],
  ['performance.now()', () => performance.now()],
  ['Math.random()', () => Math.random()],
  ['crypto.randomUUID()', () => crypto.randomUUID()],
  ['crypto.getRandomValues()', () => crypto.getRandomValues(new Uint8Array(1))],
  ['setTimeout()', () => setTimeout(() => {}, 0)],
  ['setInterval()', () => setInterval(() => {}, 1)],
  ['setImmediate()', () => setImmediate(() => {})],
  ['fetch()', () => fetch('http://127.0.0.1')],
];

for (const [what, call] of impure) {
  test(`R19.7 ${what} in a script is the error Impure`, async () => {
    const error = await play(async () => call()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Impure);
    expect(String(error)).toContain(what);
  });
}

test('R19.7 a date made from a given time is pure', async () => {
  expect(await play(async () => new Date(0).toISOString())).toBe('1970-01-01T00:00:00.000Z');
});

test('R19.7 host code between the ticks of a room may use clocks, timers and chance', async () => {
  await play(async (room) => room.sleep(100));
  expect(Date.now()).toBeGreaterThan(0);
  expect(new Date()).toBeInstanceOf(Date);
  expect(Math.random()).toBeLessThan(1);
});
