import { schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineGame } from '../../../shared/runtime/index.ts';
import type { Entry, Recording } from '../../../shared/runtime/host.ts';
import { Replay } from '../../../shared/runtime/hosts/replay.ts';
import { describeDivergence } from '../../../shared/runtime/hosts/verifier.ts';

/** Says a number and is asked one, and counts up to both. */
const counting = defineGame({
  name: 'counting',
  title: 'Counting',
  seats: { min: 1, max: 1 },
  tickRate: 10,
  state: schema({ counted: t.number().default(0) }, 'Counting'),
  options: z.object({ from: z.number().int().max(10) }),
  messages: { up: z.number().int().max(10) },
  questions: { more: { data: z.null(), answer: z.number().int().max(10) } },
  async play(room) {
    const [player] = await room.seated(1);
    for (let left = await player.next('up'); left > 0; left--) room.state.counted++;
    for (let left = await player.ask('more', null); left > 0; left--) room.state.counted++;
    await room.sleep(60_000);
  },
});

function replay(entries: readonly Entry[], options: unknown = { from: 1 }): Replay {
  const start = { format: 1, game: 'counting', matchId: 'ABCDE', seed: '1', options, tickRate: 10, code: '' } as const;
  const join = { kind: 'join', player: 'a', name: 'Ann', bot: false } as const;
  const frames = [join, ...entries].map((entry, index) => ({ tick: index + 1, entries: [entry] }));
  const recording: Recording = { start, lastTick: 20, frames };
  return new Replay(counting, recording, { checksEntries: true });
}

const up = (data: unknown): Entry => ({ kind: 'message', player: 'a', type: 'up', data });
const more = (answer: unknown): Entry => ({ kind: 'answer', player: 'a', question: 1, answer });

test.each<readonly [what: string, entries: readonly Entry[], tick: number]>([
  ['a message that the game does not take', [up(9e15)], 2],
  ['a message of a type that it does not have', [{ kind: 'message', player: 'a', type: 'constructor', data: 1 }], 2],
  ['an answer that the game does not take', [up(1), more(9e15)], 3],
])('K8 %s is a divergence at its tick, and the script never sees it', async (_, entries, tick) => {
  const run = replay(entries);

  await run.advance(20);
  await run.advance(20);

  expect(run.divergence).toMatchObject({ tick, refused: expect.stringContaining('') });
  expect(describeDivergence(run.divergence!)).toContain('what no room lets in');
  expect(run.tick).toBe(tick - 1);
  await run.seek(0);
  await run.seek(20);
  expect(run.tick).toBe(tick - 1);
});

test('what the game takes is played', async () => {
  const run = replay([up(3), more(4)]);

  await run.advance(4);

  expect(run.divergence?.refused).toBeUndefined();
  expect(run.match.state).toMatchObject({ counted: 7 });
});

test('an answer to a question that is not open is the match’s to refuse', async () => {
  const run = replay([more('whatever')]);

  await run.advance(3);

  expect(run.tick).toBe(3);
});

test('K8 a recording whose options are none of the game is no replay', () => {
  expect(() => replay([], { from: 9e15 })).toThrow(expect.objectContaining({ code: 'corrupt' }));
});

test('K7 a run that its pause does not let go on stays at its tick, and goes on from there', async () => {
  const run = replay([]);
  const stop = new Error('enough');

  await expect(run.advance(20, () => (run.tick === 5 ? Promise.reject(stop) : undefined))).rejects.toBe(stop);
  expect(run.tick).toBe(5);
  await run.advance(20);
  expect(run.tick).toBe(20);
});
