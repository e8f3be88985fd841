/** Output commit, in virtual time: a real host dies at every point that can be told apart, and comes back from its journal. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MemoryStore } from './journal/memory-store.ts';
import { Replay } from '../../shared/runtime/host.ts';
import { describeCrashes, playWith, type Run } from './crash/crashes.ts';
import { kitchenSink } from '../sim/games/kitchen-sink/game.ts';
import type { Point } from './crash/fuse.ts';
import type { Options, Sabotage } from './crash/world.ts';

/** What the first process passes when nothing happens to it. */
const { points, findings } = await playWith([]);
const whole = points[0] ?? [];

/** What is wrong after these crashes, and where they were. */
async function wrongAfter(crashes: readonly number[], options?: Options): Promise<string[]> {
  return wrongIn(await playWith(crashes, options));
}

function wrongIn(run: Run): string[] {
  return run.findings.map((finding) => `${describeCrashes(run)}: ${finding}`);
}

function pointAt(fits: (point: Point) => boolean): number {
  const at = whole.findIndex(fits);
  if (at < 0) throw new Error('no such point is passed');
  return at;
}

it('a match without a crash is what its journal says', () => {
  expect(findings).toEqual([]);
  const labels = new Set(whole.map(({ label }) => label));
  expect([...labels]).toEqual(
    expect.arrayContaining([
      'before the collecting',
      'before the commit',
      'in the commit, before it is written',
      'in the commit, when it is written',
      'before the step',
      'in the step',
      'before the release',
      'before a patch for ann',
      'before said for eve',
      'before $reply for bob',
      'after the release',
      'before an effect runs',
      'after an effect has run',
      'before checkpoint()',
      'after checkpoint()',
      'before end()',
      'after end()',
    ]),
  );
});

it('wherever in a tick the process dies, what clients saw has happened, and what they were told counts, once', async () => {
  const wrong: string[] = [];
  for (const [at, point] of whole.entries()) {
    const run = await playWith([at]);
    expect(run.points[0]?.at(-1)).toEqual(point);
    wrong.push(...wrongIn(run));
  }
  expect(wrong).toEqual([]);
});

it.each<[string, number]>([
  ['before anybody is in', pointAt(({ label }) => label === 'before the commit')],
  [
    'with a tick that was written and not stepped',
    pointAt(({ label, tick }) => label === 'before the step' && tick === 9),
  ],
  ['with a checkpoint', pointAt(({ label, tick }) => label === 'before $reply for ann' && tick >= 15)],
  ['at the end of the match', pointAt(({ label }) => label === 'before end()')],
])('wherever a comeback dies that began %s, the next one goes on as if it had not been', async (_, first) => {
  const second = (await playWith([first])).points[1] ?? [];
  const back = second.findIndex(({ label }) => label === 'after recovered()');
  const lastTick = (second[back]?.tick ?? 0) + 2;
  const wrong: string[] = [];
  for (const [at, { tick }] of second.entries()) {
    if (tick <= lastTick) wrong.push(...(await wrongAfter([first, at])));
  }
  expect(wrong).toEqual([]);
});

it('however often the process dies, and however long somebody stays away', async () => {
  const place = fc.nat(whole.length);
  const away = fc.oneof({ weight: 5, arbitrary: fc.nat(12) }, { weight: 1, arbitrary: fc.constant(130) });
  await fc.assert(
    fc.asyncProperty(fc.array(place, { minLength: 2, maxLength: 3 }), away, async (crashes, bobAwaySteps) => {
      expect(await wrongAfter(crashes, { bobAwaySteps })).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('a match that was torn twice is replayed as its clients saw it', async () => {
  const middle = pointAt(({ label, tick }) => label === 'before a patch for eve' && tick === 20);
  const { world } = await playWith([middle, 150]);
  const recording = await new MemoryStore(world.disk).recording('ABCDE');
  if (recording === undefined) throw new Error('nothing was recorded');
  const replay = new Replay(kitchenSink, recording);
  const seen = world.clients.flatMap(({ id, seen: states }) => states.map((state) => ({ id, ...state })));
  for (const { id, tick, state } of seen.sort((a, b) => a.tick - b.tick)) {
    await replay.advance(tick);
    expect(JSON.stringify(replay.see(id))).toBe(state);
  }
  await replay.advance(replay.lastTick);
  expect(replay.divergence).toBeUndefined();
});

it.each<[Sabotage, RegExp]>([
  ['lets out before the journal has it', /saw at tick \d+/],
  ['acknowledges before the journal has it', /was accepted and counts 0 times/],
  ['takes what arrives twice for two', /entered 2 times/],
  ['forgets effects that were under way', /the errand of round 1 has 0 results/],
  ['runs effects again under other keys', /an effect ran under .*', which nobody asked for/],
  ['shows everybody what the first player sees', /has come to know "<ann/],
  ['comes back with other dice', /with another hash than the twin/],
])('a house that %s is found out', async (sabotage, finding) => {
  let found = false;
  for (let at = pointAt(({ tick }) => tick === 1); !found && at < whole.length; at++) {
    const wrong = await wrongAfter([at], { sabotage });
    found = wrong.some((each) => finding.test(each));
  }
  expect(found).toBe(true);
});
