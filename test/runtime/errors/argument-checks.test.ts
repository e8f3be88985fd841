import { expect, test } from 'vitest';
import type { ScopeHandle } from '../../../shared/runtime/index.ts';
import { caught, resultOf, virtual, type TestRoom } from '../play.ts';

const nothing = async (): Promise<void> => {};

/** Every call that takes a time, as a script without types may write it. */
const calls: Record<string, (room: TestRoom, ms: number, scope: ScopeHandle) => unknown> = {
  'sleep(ms)': (room, ms) => room.sleep(ms),
  'sleepUntil(timeMs)': (room, ms) => room.sleepUntil(ms),
  'every(ms, fn)': (room, ms) => room.every(ms, () => {}),
  'shield(ms, fn)': (room, ms) => room.shield(ms, nothing),
  'timeout(ms, fn)': (room, ms) => room.timeout(ms, nothing),
  'within(ms, fn)': (room, ms) => room.within(ms, nothing),
  'next("move", { timeoutMs })': (room, timeoutMs) => room.players[0]?.next('move', { timeoutMs, otherwise: 0 }),
  'ask("ready", data, { timeoutMs })': (room, timeoutMs) =>
    room.players[0]?.ask('ready', { round: 1 }, { timeoutMs, otherwise: true }),
  'allSettled(fns, { timeoutMs })': (room, timeoutMs) => room.allSettled([nothing], { timeoutMs }),
  'some(count, fns, { timeoutMs })': (room, timeoutMs) => room.some(1, [nothing], { timeoutMs }),
  'scope.deadline = timeMs': (_room, ms, scope) => {
    scope.deadline = ms;
  },
};
const FINITE = ['sleep(ms)', 'sleepUntil(timeMs)', 'every(ms, fn)', 'shield(ms, fn)'];

const values: [shown: string, value: unknown][] = [
  ['NaN', NaN],
  ['undefined', undefined],
  ['null', null],
  ['"500"', '500'],
  ['true', true],
  ['an object', { ms: 500 }],
  ['an object', [500]],
  ['a function', () => 500],
  ['5', 5n],
  ['Symbol(ms)', Symbol('ms')],
];

/** Calls it where a player sits, and tells what is thrown, the tick after it, and what still waits then. */
async function attempt(call: (typeof calls)[string], value: unknown): Promise<unknown[]> {
  const match = virtual(async (room) => {
    await room.seated(1);
    return room.scope(async (scope) => {
      const error = await caught(() => call(room, value as number, scope));
      await room.nextTick();
      return [error, room.tick, scope.deadline];
    });
  });
  await match.join('Ann');
  await match.tick(3);
  return [...resultOf<unknown[]>(match), match.match.residue.waits, match.outputs.filter(({ kind }) => kind === 'ask')];
}

for (const [what, call] of Object.entries(calls)) {
  for (const [shown, value] of values) {
    // A deadline that is undefined is none: that is how it reads.
    if (what.startsWith('scope.deadline') && value === undefined) continue;
    test(`V14.1 ${what} with ${shown} is a RangeError that names both, and nothing happens`, async () => {
      const [error, ...left] = await attempt(call, value);
      expect(error).toBeInstanceOf(RangeError);
      expect(String(error)).toContain(`${what} takes a`);
      expect(String(error)).toContain(`, not ${shown}`);
      expect(left).toEqual([2, undefined, 0, []]);
    });
  }
}

for (const what of FINITE) {
  test(`V14.2 ${what} takes no Infinity`, async () => {
    const [error] = await attempt(calls[what] as (typeof calls)[string], Infinity);
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain('not Infinity');
  });
}

test.each(['every(ms, fn)', 'shield(ms, fn)'])('V14.2 nor does %s take 0 or less', async (what) => {
  for (const ms of [0, -5]) {
    const [error] = await attempt(calls[what] as (typeof calls)[string], ms);
    expect(String(error)).toContain(`${what} takes a finite time above 0 in milliseconds, not ${ms}`);
  }
});
